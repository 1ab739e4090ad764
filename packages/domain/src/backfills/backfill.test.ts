import { expect, it } from 'vitest';
import {
  expectedSeconds,
  isToRun,
  type PartitionStanding,
  pastDurations,
  type Reprocess,
} from './backfill.js';

it.each<[PartitionStanding, readonly Reprocess[]]>([
  ['absent', []],
  ['done', ['all']],
  ['failed', ['undone', 'all', 'failed']],
  ['missing', ['undone', 'all', 'missing']],
])('a partition that is %s is run by %j', (standing, by) => {
  const all: readonly Reprocess[] = ['undone', 'all', 'failed', 'missing'];
  expect(all.filter((reprocess) => isToRun(standing, reprocess))).toEqual(by);
});

it('what runs have taken is told by their median, and where half of them lie', () => {
  expect(pastDurations([])).toBeNull();
  expect(pastDurations([7])).toEqual({ runs: 1, medianSeconds: 7, lowSeconds: 7, highSeconds: 7 });
  expect(pastDurations([40, 10, 20, 30])).toEqual({
    ...{ runs: 4, medianSeconds: 25, lowSeconds: 17.5, highSeconds: 32.5 },
  });
});

it.each([
  [12, 1, 120],
  [12, 5, 30],
  [0, 3, 0],
])('%d runs, %d at a time, take %d s', (toRun, limit, seconds) => {
  const run = pastDurations([10]);
  expect(expectedSeconds(toRun, limit, run)).toBe(seconds);
  expect(expectedSeconds(toRun, limit, null)).toBeNull();
});
