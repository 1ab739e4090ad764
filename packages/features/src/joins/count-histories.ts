/**
 * Responsible for which counts are of one history: rows of a log under the same key and moment of arrival, told apart by their `where` and `over` alone.
 * A history is kept once, and put in order once for all that is counted in it.
 */
import { type CountJoin, type Joins, nameKey } from '@espalier/domain';

export interface CountHistory extends Pick<CountJoin, 'table' | 'by' | 'key' | 'arrived'> {
  /** With their places among all counts, which stay in the pipeline's order. */
  readonly counts: readonly (CountJoin & { readonly index: number })[];
}

export function countHistories({ counts }: Pick<Joins, 'counts'>): readonly CountHistory[] {
  const histories = new Map<string, CountHistory & { readonly counts: (CountJoin & { index: number })[] }>();
  for (const [index, count] of counts.entries()) {
    const { table, by, key, arrived } = count;
    const id = JSON.stringify([table, ...[by, key, arrived].map(({ name }) => nameKey(name))]);
    const history = histories.get(id) ?? { table, by, key, arrived, counts: [] };
    history.counts.push({ ...count, index });
    histories.set(id, history);
  }
  return [...histories.values()];
}
