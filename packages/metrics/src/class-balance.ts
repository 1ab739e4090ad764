/** Responsible for whether rows hold both classes, and how to say that they don't. */
import { type Column, ranges } from './columns/column.js';

export interface ClassBalance {
  readonly positives: number;
  /** Why there is no AUC, as a clause; null where both classes are there. */
  readonly oneClass: string | null;
}

export function classBalance(labels: Column): ClassBalance {
  let positives = 0;
  for (const [from, to] of ranges(labels.length)) {
    const block = labels.read(from, to);
    for (let row = 0; row < block.length; row++) positives += block[row] === 1 ? 1 : 0;
  }
  if (positives === 0) return { positives, oneClass: 'no row is positive' };
  return { positives, oneClass: positives === labels.length ? 'every row is positive' : null };
}
