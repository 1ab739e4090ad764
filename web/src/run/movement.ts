/**
 * Responsible for when a run was last seen to move: the API says how it stands, not since when it has stood so. Known only for as long as
 * this page has looked. Pure.
 */

export interface Movement {
  readonly signature: string;
  readonly movedAtMs: number;
}

/** What of a run tells whether it moves: all of it, or what a list says. */
export interface MovingRun {
  readonly stages: readonly {
    readonly id?: string;
    readonly name: string;
    readonly status: string;
    readonly attempt: number;
  }[];
  readonly activities: readonly { readonly stage: string; readonly progress: object }[];
}

/** What changes with every look, and moves nothing. */
const restless: readonly string[] = ['rowsPerSecond', 'losses'];

function signatureOf({ stages, activities }: MovingRun): string {
  // Those that run: a list tells no others.
  const ofStages = stages
    .filter(({ status }) => status === 'running')
    .map(({ name, id, attempt }) => [id ?? name, attempt]);
  const ofActivities = activities.map(({ stage, progress }) => [
    stage,
    Object.entries(progress).filter(([name]) => !restless.includes(name)),
  ]);
  return JSON.stringify([ofStages, ofActivities]);
}

export function moved(before: Movement | null, run: MovingRun, nowMs: number): Movement {
  const signature = signatureOf(run);
  return before?.signature === signature ? before : { signature, movedAtMs: nowMs };
}
