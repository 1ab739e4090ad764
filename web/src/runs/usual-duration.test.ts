import { expect, test } from 'vitest';
import type { RunListing } from './runs-query.js';
import { againstUsual, usualDurations } from './usual-duration.js';

function run(pipeline: string, seconds: number, status: RunListing['status'] = 'succeeded'): RunListing {
  const endedAtMs = status === 'running' ? null : seconds * 1000;
  return {
    ...{ runId: '', pipeline, status, trigger: null, changes: [], startedAtMs: 0, endedAtMs },
    retryOf: null,
    retriedAs: [],
    trigger: null,
  };
}

test('the usual is the median of the runs that succeeded, of three at least', () => {
  const runs = [run('feed', 10), run('feed', 30), run('feed', 20), run('feed', 900, 'failed'), run('ads', 5)];
  expect([...usualDurations(runs)]).toEqual([['feed', 20_000]]);
  expect(usualDurations([...runs, run('feed', 40)]).get('feed')).toBe(25_000);
});

test('only what differs by more than half is told, and of a run that goes on only that it is long', () => {
  expect(againstUsual(31_000, 20_000, false)).toBeCloseTo(1.55);
  expect(againstUsual(29_000, 20_000, true)).toBe(null);
  expect(againstUsual(5_000, 20_000, true)).toBe(0.25);
  expect(againstUsual(5_000, 20_000, false)).toBe(null);
  expect(againstUsual(5_000, undefined, true)).toBe(null);
});
