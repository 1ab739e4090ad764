import { describe, expect, test } from 'vitest';
import { type Stage, stalledAfterMs, standingOf, type ToldActivity, type ToldRun } from './standing.js';

const startedAtMs = 1_800_000_000_000;
const nowMs = startedAtMs + 300_000;

function stage(over: Partial<Stage>): Stage {
  return {
    ...{ id: 'train', name: 'train', status: 'running', attempt: 1, startedAtMs, endedAtMs: null },
    ...{ cache: null, shards: 2 },
    ...over,
  };
}

function run(over: Partial<ToldRun>): ToldRun {
  return { status: 'running', stages: [stage({})], activities: [], error: null, ...over };
}

const fanout: ToldActivity = { stage: 'extract', progress: {} };
const held = {
  ...fanout,
  progress: { ...fanout.progress, waiting: 'no worker of this environment takes shards' },
};

describe('a run that goes on', () => {
  test('runs, in the stages that run', () => {
    expect(standingOf(run({}), nowMs, nowMs)).toEqual({
      ...{ name: 'running', reason: 'train', sinceMs: startedAtMs },
    });
  });

  test('waits for its turn, behind the runs that are named', () => {
    const standing = standingOf(run({ stages: [], waitingFor: ['a', 'b', 'c', 'd'] }), null, nowMs);
    expect(standing).toEqual({
      ...{ name: 'waiting', reason: 'for its turn behind a, b and 2 more', sinceMs: null },
    });
  });

  test('waits where nobody takes its shards, and says so', () => {
    const stages = [stage({ id: 'extract', name: 'extract' })];
    const standing = standingOf(run({ stages, activities: [held] }), nowMs, nowMs);
    expect(standing).toMatchObject({ name: 'waiting', sinceMs: startedAtMs });
    expect(standing.reason).toBe('extract: no worker of this environment takes shards');
  });

  test('runs while one of its activities does, whatever the others wait for', () => {
    expect(standingOf(run({ activities: [held, fanout] }), nowMs, nowMs).name).toBe('running');
  });

  test('tries again from its second attempt on, with what ended the first', () => {
    const lastFailure = {
      attempt: 1,
      error: { code: 'gang.rank-lost', message: 'Rank 1 ended by SIGKILL.' },
    };
    const standing = standingOf(run({ stages: [stage({ attempt: 2, lastFailure })] }), nowMs, nowMs);
    expect(standing.name).toBe('retrying');
    expect(standing.reason).toBe('train, attempt 2: Rank 1 ended by SIGKILL.');
  });

  test('tries again where Temporal gives an activity out once more', () => {
    const failure = { code: 'store.unreachable', message: 'S3 does not answer.' };
    const again = { ...fanout, again: { attempt: 3, failure } };
    expect(standingOf(run({ activities: [again] }), nowMs, nowMs)).toMatchObject({
      ...{ name: 'retrying', reason: 'extract, attempt 3: S3 does not answer.' },
    });
  });

  test('has stalled by what its activities say of themselves, however short it was looked at', () => {
    const at = (movedAtMs: number) => ({ ...fanout, progress: { ...fanout.progress, movedAtMs } });
    const long = at(nowMs - stalledAfterMs);
    expect(standingOf(run({ activities: [long] }), nowMs, nowMs)).toMatchObject({
      ...{ name: 'stalled', sinceMs: nowMs - stalledAfterMs },
    });
    expect(standingOf(run({ activities: [long, at(nowMs - 1)] }), null, nowMs).name).toBe('running');
  });

  test('waits where its gang has no slots', () => {
    const progress = { waiting: 'for 2 slots', movedAtMs: 0 };
    const standing = standingOf(run({ activities: [{ stage: 'train', progress }] }), null, nowMs);
    expect(standing).toMatchObject({ name: 'waiting', reason: 'train: for 2 slots' });
  });

  test('has stalled where nothing has moved for two minutes, and not before', () => {
    const movedAtMs = nowMs - stalledAfterMs;
    expect(standingOf(run({}), movedAtMs + 1, nowMs).name).toBe('running');
    expect(standingOf(run({}), movedAtMs, nowMs)).toEqual({
      ...{ name: 'stalled', reason: 'nothing has moved in train', sinceMs: movedAtMs },
    });
  });

  test('has not stalled where nobody has watched', () => {
    expect(standingOf(run({}), null, nowMs).name).toBe('running');
  });
});

test('one that has ended says why and since when', () => {
  const stages = [stage({ status: 'failed', endedAtMs: 1_800_000_005_000 })];
  const error = { code: 'tensorflow.diverged', message: 'The loss is not a number.', details: {} };
  expect(standingOf(run({ status: 'failed', stages, error }), null, nowMs)).toEqual({
    ...{ name: 'failed', reason: 'The loss is not a number.', sinceMs: 1_800_000_005_000 },
  });
});
