/** How long at least one of several pieces of work was going on; pure. */

export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Length of the union: what ran at the same time counts once. */
export function busyMs(intervals: readonly Interval[]): number {
  let total = 0;
  let coveredMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of [...intervals].sort((a, b) => a.startMs - b.startMs)) {
    total += Math.max(0, endMs - Math.max(startMs, coveredMs));
    coveredMs = Math.max(coveredMs, endMs);
  }
  return total;
}
