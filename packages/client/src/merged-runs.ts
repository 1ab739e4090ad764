/** Responsible for runs of several lists as one, in the order of all: those that go on first, then by their end, the latest first. Pure. */
import type { TemporalTime } from './run-place.js';

interface Ending {
  readonly closeTime?: TemporalTime | null;
}

/**
 * @param lists each in that order
 * @returns the first `most` of all, and how many of them are of each list
 */
export function mergedRuns<R extends Ending>(
  lists: readonly (readonly R[])[],
  most: number,
): { readonly merged: R[]; readonly counts: readonly number[] } {
  const merged: R[] = [];
  const counts = lists.map(() => 0);
  while (merged.length < most) {
    let first: R | undefined;
    let of = 0;
    for (const [at, list] of lists.entries()) {
      const head = list[counts[at] ?? 0];
      if (head === undefined || (first !== undefined && !endsLater(head, first))) continue;
      first = head;
      of = at;
    }
    if (first === undefined) break;
    merged.push(first);
    counts[of] = (counts[of] ?? 0) + 1;
  }
  return { merged, counts };
}

function endsLater({ closeTime: a }: Ending, { closeTime: b }: Ending): boolean {
  if (!a || !b) return !a && b != null;
  const seconds = Number(a.seconds ?? 0) - Number(b.seconds ?? 0);
  return seconds > 0 || (seconds === 0 && (a.nanos ?? 0) > (b.nanos ?? 0));
}
