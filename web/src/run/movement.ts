/**
 * Responsible for when a run was last seen to move: the API says how it stands, not since when it has stood so. Known only for as long as
 * this page has looked. Pure.
 */
import type { Run } from './standing.js';

export interface Movement {
  readonly signature: string;
  readonly movedAtMs: number;
}

/** Counts alone: what changes with every look, such as rows a second, moves nothing. */
function signatureOf({ stages, activities }: Pick<Run, 'stages' | 'activities'>): string {
  const ofStages = stages.map(({ name, id, status, attempt }) => [id ?? name, status, attempt]);
  const ofActivities = activities.map(({ stage, progress }) => {
    if (progress.kind === 'fanout')
      return [stage, progress.doneShards, progress.doneRows, progress.isFolding];
    return [stage, progress.rank, progress.doneSteps, progress.phase, progress.loaded];
  });
  return JSON.stringify([ofStages, ofActivities]);
}

export function moved(
  before: Movement | null,
  run: Pick<Run, 'stages' | 'activities'>,
  nowMs: number,
): Movement {
  const signature = signatureOf(run);
  return before?.signature === signature ? before : { signature, movedAtMs: nowMs };
}
