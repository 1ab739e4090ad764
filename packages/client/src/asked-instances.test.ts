import type { RankProgress, StageProgress } from '@espalier/domain';
import { expect, test } from 'vitest';
import { instancesToAsk, type Looked } from './asked-instances.js';

const running = (count: number): StageProgress[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `train.v${index}`,
    name: 'train',
    status: 'running',
    attempt: 1,
    startedAtMs: 1,
    endedAtMs: null,
    cache: null,
    shards: 0,
    workflowId: `run/train.v${index}`,
  }));

const rank = (phase: string): RankProgress => ({
  kind: 'rank',
  rank: 0,
  worldSize: 1,
  doneSteps: 0,
  totalSteps: 1,
  rowsPerSecond: 0,
  losses: {},
  phase,
});

const working = (...indices: number[]): Looked['activities'] =>
  indices.map((index) => ({ stage: `train.v${index}`, progress: rank('training') }));

/** What each of so many looks asks, where those at work say so. */
function looks(count: number, stages: readonly StageProgress[], activities: Looked['activities']) {
  const asked: string[][] = [];
  const askedAt = new Map<string, number>();
  for (let look = 1; look <= count; look += 1) {
    const ids = [...instancesToAsk(stages, { askedAt, activities }, 10)];
    for (const id of ids) askedAt.set(id, look);
    asked.push(ids);
  }
  return asked;
}

test('few are all asked each time', () => {
  for (const ids of looks(3, running(10), working(3))) expect(ids).toHaveLength(10);
});

test('of a hundred as many are asked as of ten; those at work each time, every other one in its turn', () => {
  const asked = looks(20, running(100), working(40, 41));
  for (const ids of asked) {
    expect(ids).toHaveLength(10);
    expect(ids).toEqual(expect.arrayContaining(['train.v40', 'train.v41']));
  }
  expect(new Set(asked.slice(0, 13).flat()).size).toBe(100);
});

test('where more are at work than can be asked, they take turns, and so do those that wait', () => {
  const all = Array.from({ length: 50 }, (_, index) => index);
  const asked = looks(20, running(100), working(...all));
  expect(asked.every((ids) => ids.length === 10)).toBe(true);
  expect(new Set(asked.slice(0, 10).flat()).size).toBe(100);
  const none = looks(20, running(60), working(...all.slice(0, 58)));
  expect(none.every((ids) => ids.length === 10)).toBe(true);
});

test('one that waits for slots is not at work', () => {
  const activities = [{ stage: 'train.v5', progress: rank('waiting for slots') }];
  const asked = looks(3, running(100), activities);
  expect(asked.filter((ids) => ids.includes('train.v5'))).toHaveLength(1);
});
