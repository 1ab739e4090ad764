/**
 * Responsible for whether a point ends what was told of a champion before: each figure that had got worse was judged since, and is not shown to be worse.
 * Pure. Leaves to others: which points there are (watch-series.ts), telling it (workers).
 */
import type { WatchPoint, WatchVerdict } from '@espalier/domain';

/** Figures that are told to be worse, and were not judged otherwise since, each with the point that told it last. */
type Told = ReadonlyMap<string, WatchPoint>;

const nameOf = ({ task, figure }: WatchVerdict): string => `${task} ${figure}`;

function after(told: Told, point: WatchPoint): Told {
  const next = new Map(told);
  for (const verdict of point.verdicts) {
    const name = nameOf(verdict);
    if (verdict.drifted) next.set(name, point);
    // A figure that was not judged, of a task too rare that day, say, may be as bad as it was.
    else if (verdict.pValue !== null) next.delete(name);
  }
  return next;
}

/**
 * @param before the points of the series before, oldest first
 * @returns the last point that told of what ends here; null where nothing ends: nothing was told, or some figure of it was not judged yet
 */
export function driftThatEnds(before: readonly WatchPoint[], point: WatchPoint): WatchPoint | null {
  const told = before.reduce(after, new Map() as Told);
  if (told.size === 0 || after(told, point).size > 0) return null;
  return [...told.values()].reduce((last, each) => (each.partition >= last.partition ? each : last));
}
