import { describe, expect, test } from 'vitest';
import type { RunListing } from '../runs/runs-query.js';
import { failedLast, type Known, needsOf } from './needs.js';

function run(runId: string, over: Partial<RunListing>): RunListing {
  return {
    ...{ runId, pipeline: 'feed', status: 'succeeded', changes: [], startedAtMs: 1_000, endedAtMs: 2_000 },
    ...{ retryOf: null, retriedAs: [], trigger: null },
    ...over,
  };
}

const quiet: Known = {
  runs: [],
  standingOfRun: ({ status }) => ({ name: status, reason: '', sinceMs: null }),
  models: [],
  notifications: [],
};
const model = {
  model: 'feed',
  champion: 1,
  challenger: 2,
  previous: null,
  versions: 2,
  held: [],
  approved: [],
  rejected: [],
};
const told = (id: string, type: 'run.late' | 'model.drifted' | 'over', over = {}) => ({
  ...{
    id,
    type,
    at: '2026-11-24T06:00:00Z',
    pipeline: 'feed',
    model: null,
    runId: null,
    title: id,
    text: 'why\nmore',
  },
  ...over,
});

describe('runs that failed', () => {
  test('need somebody until a later run of the pipeline succeeds', () => {
    const failed = run('a', { status: 'failed' });
    expect(failedLast([failed]).map(({ runId }) => runId)).toEqual(['a']);
    expect(failedLast([run('b', { startedAtMs: 3_000 }), failed])).toEqual([]);
    expect(failedLast([run('b', { startedAtMs: 3_000, pipeline: 'ads' }), failed])).toEqual([failed]);
  });

  test('are not forgotten for one that was cancelled', () => {
    const failed = run('a', { status: 'failed' });
    expect(failedLast([run('b', { status: 'cancelled', startedAtMs: 3_000 }), failed])).toEqual([failed]);
  });
});

test('a good day needs nobody', () => {
  expect(
    needsOf({ ...quiet, runs: [run('a', {}), run('b', { status: 'running' })], models: [model] }),
  ).toEqual([]);
});

test('what failed comes before what waits', () => {
  const runs = [run('waits', { status: 'running', endedAtMs: null }), run('failed', { status: 'failed' })];
  const standingOfRun = ({ status }: RunListing) =>
    status === 'running'
      ? ({ name: 'waiting', reason: 'for its turn behind x', sinceMs: null } as const)
      : ({ name: status, reason: '', sinceMs: null } as const);
  expect(needsOf({ ...quiet, runs, standingOfRun }).map(({ kind }) => kind)).toEqual(['failed', 'waiting']);
});

test('a version that waits says by when, and what happens otherwise', () => {
  const awaiting = [{ version: 2, until: '2026-11-25T06:00:00Z', otherwise: 'reject' as const }];
  const [need] = needsOf({ ...quiet, models: [{ ...model, awaiting }] });
  expect(need).toMatchObject({
    kind: 'approval',
    title: 'feed@2 waits for approval',
    place: { model: 'feed' },
  });
  expect(need?.because).toBe('Without a word by 2026-11-25T06:00:00Z it is rejected.');
});

test('what was told is over once that was told too', () => {
  expect(needsOf({ ...quiet, notifications: [told('late', 'run.late')] })).toMatchObject([
    { kind: 'late', because: 'why', place: { pipeline: 'feed' } },
  ]);
  expect(needsOf({ ...quiet, notifications: [told('late/over', 'over'), told('late', 'run.late')] })).toEqual(
    [],
  );
});

test('drift is over with another champion', () => {
  const drifted = told('feed/2026-11-23', 'model.drifted', { model: 'feed' });
  expect(needsOf({ ...quiet, notifications: [drifted] })).toMatchObject([
    { kind: 'drifting', place: { model: 'feed' } },
  ]);
  const promoted = { ...drifted, id: 'model/feed/9', type: 'model.promoted' as const };
  expect(needsOf({ ...quiet, notifications: [promoted, drifted] })).toEqual([]);
});
