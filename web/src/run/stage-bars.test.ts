import { expect, test } from 'vitest';
import { barsOf } from './stage-bars.js';
import type { Stage } from './standing.js';

function stage(over: Partial<Stage>): Stage {
  return {
    ...{ id: 'train', name: 'train', status: 'running', attempt: 1, startedAtMs: 1_000, endedAtMs: null },
    ...{ cache: null, shards: 2 },
    ...over,
  };
}
const failure = { code: 'workflow.rank-died', message: 'Rank 1 died.' };
const spans = (of: Stage, endMs: number) =>
  barsOf(of, endMs, 'retrying').map(({ fromMs, toMs, mark }) => [fromMs, toMs, mark]);

test('waiting, each attempt and what they ended with are bars of their own', () => {
  const attempts = [
    { attempt: 1, askedAtMs: 1_000, begunAtMs: 4_000, endedAtMs: 9_000, failure },
    { attempt: 2, askedAtMs: 9_100, begunAtMs: 9_150, endedAtMs: null, failure: null },
  ];
  expect(spans(stage({ attempt: 2, attempts }), 12_000)).toEqual([
    [1_000, 4_000, 'waiting'],
    [4_000, 9_000, 'failed'],
    [9_150, 12_000, 'retrying'],
  ]);
  expect(barsOf(stage({ attempts }), 12_000, 'running')[1]?.words).toBe('attempt 1: Rank 1 died.');
});

test('one that has no slots yet only waits, also where it ends so', () => {
  const waiting = { attempt: 1, askedAtMs: 1_000, begunAtMs: null, endedAtMs: null, failure: null };
  expect(spans(stage({ attempts: [waiting] }), 3_000)).toEqual([[1_000, 3_000, 'waiting']]);
});

test('one bar has all that nobody tells apart', () => {
  expect(spans(stage({}), 3_000)).toEqual([[1_000, 3_000, 'retrying']]);
  const cached = stage({ cache: { hit: true, reason: 'same inputs' }, attempts: [] });
  expect(spans(cached, 3_000)).toEqual([[1_000, 3_000, 'cached']]);
  expect(spans(stage({ startedAtMs: null }), 3_000)).toEqual([]);
});
