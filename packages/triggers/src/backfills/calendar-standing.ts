/** Responsible for how a partition stands, from the runs that have ended for it, those that go, what its source holds now, and when it was due. Pure. */

export const calendarStates = ['done', 'running', 'failed', 'stale', 'late', 'missing', 'absent'] as const;
/**
 * `stale`: a run has succeeded, and the partition was written anew since. `late`: it was due, and no run has succeeded. `missing`: it is there, and
 * no run was. `absent`: it is not in the source, or not whole.
 */
export type CalendarState = (typeof calendarStates)[number];

/** A run for the partition that has ended. */
export interface EndedRun {
  readonly version: number;
  /** Of what it read of the partition; null where nobody knows. */
  readonly content: string | null;
  readonly succeeded: boolean;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

export interface KnownPartition<T extends EndedRun> {
  readonly ends: readonly T[];
  readonly isRunning: boolean;
  /** What the source holds now: `absent`, or null where nobody has looked. */
  readonly content: string | 'absent' | null;
  /** When a run for it was to have succeeded, in milliseconds since the epoch; null where nothing says. */
  readonly dueMs: number | null;
}

export interface PartitionStands<T extends EndedRun> {
  readonly state: CalendarState;
  /** The end that says so; null where none does. */
  readonly end: T | null;
}

/** Versions count alike: a partition is done by the one that counted then. */
export function calendarStanding<T extends EndedRun>(
  { ends, isRunning, content, dueMs }: KnownPartition<T>,
  nowMs: number,
): PartitionStands<T> {
  const latest = (chosen: (end: T) => boolean) =>
    ends
      .filter(chosen)
      .reduce<T | null>((last, end) => (last === null || end.atMs > last.atMs ? end : last), null);
  if (isRunning) return { state: 'running', end: latest(() => true) };
  const succeeded = latest((end) => end.succeeded);
  const isOfNow = (end: T) => content === null || end.content === null || end.content === content;
  const current = latest((end) => end.succeeded && (content === 'absent' || isOfNow(end)));
  if (current !== null) return { state: 'done', end: current };
  const failed = latest((end) => !end.succeeded && isOfNow(end));
  if (failed !== null && content !== 'absent') return { state: 'failed', end: failed };
  if (succeeded !== null) return { state: 'stale', end: succeeded };
  const other = latest(() => true);
  if (dueMs !== null && dueMs <= nowMs) return { state: 'late', end: other };
  if (other !== null) return { state: 'failed', end: other };
  return { state: content === null || content === 'absent' ? 'absent' : 'missing', end: null };
}
