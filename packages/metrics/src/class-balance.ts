/** Responsible for whether rows hold both classes, and how to say that they don't. */

export interface ClassBalance {
  readonly positives: number;
  /** Why there is no AUC, as a clause; null where both classes are there. */
  readonly oneClass: string | null;
}

export function classBalance(labels: ArrayLike<number>): ClassBalance {
  let positives = 0;
  for (let row = 0; row < labels.length; row++) positives += labels[row] === 1 ? 1 : 0;
  if (positives === 0) return { positives, oneClass: 'no row is positive' };
  return { positives, oneClass: positives === labels.length ? 'every row is positive' : null };
}
