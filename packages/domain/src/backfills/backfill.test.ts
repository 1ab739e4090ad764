import { expect, it } from 'vitest';
import { pastDurations } from '../costs/past-durations.js';
import { expectedSeconds, isToRun, type PartitionStanding, type Reprocess } from './backfill.js';

it.each<[PartitionStanding, readonly Reprocess[]]>([
  ['absent', []],
  ['done', ['all']],
  ['failed', ['undone', 'all', 'failed']],
  ['missing', ['undone', 'all', 'missing']],
])('a partition that is %s is run by %j', (standing, by) => {
  const all: readonly Reprocess[] = ['undone', 'all', 'failed', 'missing'];
  expect(all.filter((reprocess) => isToRun(standing, reprocess))).toEqual(by);
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
