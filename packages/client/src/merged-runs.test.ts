import { expect, test } from 'vitest';
import { mergedRuns } from './merged-runs.js';

const ended = (id: string, seconds: number, nanos = 0) => ({ id, closeTime: { seconds, nanos } });

test('runs of several lists come in the order of all, and it is known how many are of each', () => {
  const lists = [
    [{ id: 'goes', closeTime: null }, ended('a', 9, 5), ended('b', 7)],
    [ended('c', 9, 6), ended('d', 9, 5), ended('e', 1)],
    [],
  ];
  const { merged, counts } = mergedRuns(lists, 5);
  expect(merged.map(({ id }) => id)).toEqual(['goes', 'c', 'a', 'd', 'b']);
  expect(counts).toEqual([3, 2, 0]);
  expect(mergedRuns(lists, 9).merged).toHaveLength(6);
});
