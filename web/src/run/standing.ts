/**
 * Responsible for how a run stands, as somebody on call asks it: what goes on is told from what waits, tries again or has stopped moving, each
 * with a reason and a since. Pure.
 * Leaves to others: whether something has moved (movement.ts), how it is drawn (design/standing-badge.tsx).
 */
import type { Schemas } from '../api/client.js';

export type Run = Schemas['Run'];
export type Stage = Run['stages'][number];
export type Activity = Run['activities'][number];
/** What of an activity says how its run stands. */
export type ToldActivity = Pick<Activity, 'stage' | 'again'> & {
  readonly progress: { readonly waiting?: string; readonly movedAtMs?: number };
};

/** What of a run says how it stands. */
export interface ToldRun extends Pick<Run, 'status' | 'waitingFor'> {
  readonly stages: readonly ToldStage[];
  readonly activities: readonly ToldActivity[];
  readonly error: Pick<NonNullable<Run['error']>, 'message'> | null;
}
type ToldStage = Pick<Stage, 'id' | 'name' | 'status' | 'attempt' | 'startedAtMs'> &
  Partial<Pick<Stage, 'endedAtMs' | 'lastFailure'>>;

export const standings = [
  'running',
  'waiting',
  'retrying',
  'stalled',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type StandingName = (typeof standings)[number];

export interface Standing {
  readonly name: StandingName;
  /** One line; empty where the name says all. */
  readonly reason: string;
  /** Milliseconds since the epoch; null where nobody knows. */
  readonly sinceMs: number | null;
}

export function idOf({ id, name }: Pick<Stage, 'id' | 'name'>): string {
  return id ?? name;
}

/** So long nothing may move before a run counts as stalled: loading, folding and checkpoints are silent for seconds. */
export const stalledAfterMs = 120_000;

const mostNamed = 2;

/** @param seenAtMs when something of it was last seen to move from here, for stages of which nothing runs that would tell; null where nobody has watched */
export function standingOf(run: ToldRun, seenAtMs: number | null, nowMs: number): Standing {
  const { status, stages, activities, error, waitingFor = [] } = run;
  const endedAtMs = lastOf(stages.map((stage) => stage.endedAtMs ?? null));
  switch (status) {
    case 'succeeded':
      return { name: status, reason: '', sinceMs: endedAtMs };
    case 'failed':
    case 'cancelled':
      return { name: status, reason: error?.message ?? '', sinceMs: endedAtMs };
    case 'running':
      return ofOneThatGoesOn(stages, activities, waitingFor, movedAt(activities) ?? seenAtMs, nowMs);
  }
}

function ofOneThatGoesOn(
  stages: readonly ToldStage[],
  activities: readonly ToldActivity[],
  waitingFor: readonly string[],
  movedAtMs: number | null,
  nowMs: number,
): Standing {
  if (waitingFor.length > 0) {
    const named = waitingFor.slice(0, mostNamed).join(', ');
    const more = waitingFor.length - mostNamed;
    const reason = `for its turn behind ${named}${more > 0 ? ` and ${more} more` : ''}`;
    return { name: 'waiting', reason, sinceMs: null };
  }
  const running = stages.filter((stage) => stage.status === 'running');
  const silent = activities.flatMap(({ stage, progress }) =>
    progress.waiting === undefined ? [] : [{ stage, why: progress.waiting }],
  );
  const held = silent[0];
  if (held !== undefined && silent.length === activities.length) {
    return { name: 'waiting', reason: `${held.stage}: ${held.why}`, sinceMs: startOf(running, held.stage) };
  }
  if (movedAtMs !== null && nowMs - movedAtMs >= stalledAfterMs) {
    const names = running.map(idOf).join(', ');
    return { name: 'stalled', reason: `nothing has moved in ${names || 'any stage'}`, sinceMs: movedAtMs };
  }
  const again = running.find((stage) => stage.attempt > 1);
  if (again !== undefined) {
    const why = again.lastFailure?.error.message;
    const reason = `${idOf(again)}, attempt ${again.attempt}${why === undefined ? '' : `: ${why}`}`;
    return { name: 'retrying', reason, sinceMs: again.startedAtMs };
  }
  const activity = activities.find((each) => each.again !== undefined);
  if (activity?.again !== undefined) {
    const { attempt, failure } = activity.again;
    const reason = `${activity.stage}, attempt ${attempt}${failure === null ? '' : `: ${failure.message}`}`;
    return { name: 'retrying', reason, sinceMs: startOf(running, activity.stage) };
  }
  const reason = running.map(idOf).join(', ');
  return { name: 'running', reason, sinceMs: lastOf(running.map((stage) => stage.startedAtMs)) };
}

/** What activities themselves say; null where one does not. */
function movedAt(activities: readonly ToldActivity[]): number | null {
  const told = activities.map(({ progress }) => progress.movedAtMs);
  return told.every((moment) => moment !== undefined) ? lastOf(told) : null;
}

function startOf(stages: readonly ToldStage[], id: string): number | null {
  return stages.find((stage) => idOf(stage) === id)?.startedAtMs ?? null;
}

function lastOf(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.max(...known);
}
