/** Responsible for p-values of several tests that are told together. Pure. Leaves to others: the tests. */

/**
 * p-values raised so that, whichever are true, the chance that any true hypothesis is among those rejected at a level is at most the level:
 * Holm's step-down procedure (Holm 1979, Scandinavian Journal of Statistics 6:65), which assumes nothing of how the tests depend on each other.
 * The k-th smallest of m is multiplied by m - k + 1, and none is smaller than the one before.
 * @returns in the order given
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  const adjusted = [...pValues];
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = least;
  }
  return adjusted;
}
