import type { RunProgress, SerializedError } from '@espalier/domain';
import { describe, expect, test } from 'vitest';
import type { StageOutcome } from './contracts.js';
import { initialProgress, runEnded, stageStarted, stageSucceeded } from './pipeline-progress.js';
import { trainStages } from './train-graph.js';

const outcome: StageOutcome = {
  manifest: { stage: 'plan', key: 'runs/r/plan/manifest.json', digest: 'sha256:00', sizeBytes: 12 },
  verdict: { hit: true, reason: 'same inputs, spec and code' },
  shards: 4,
  attempt: 3,
};
const error: SerializedError = { code: 'features.null-label', message: 'A label is NULL.', details: {} };

const statusOf = (progress: RunProgress): Record<string, string> =>
  Object.fromEntries(progress.stages.map(({ name, status }) => [name, status]));

/** `plan` done, `extract` at work. */
function inTheMiddle(): RunProgress {
  const planning = stageStarted(initialProgress('r', 'census'), 'plan', 'r/plan', 1_000);
  return stageStarted(stageSucceeded(planning, 'plan', outcome, 3_000), 'extract', 'r/extract', 3_500);
}

test('a run starts with every stage waiting, in order', () => {
  const progress = initialProgress('r', 'census');
  expect(progress).toMatchObject({ runId: 'r', pipeline: 'census', status: 'running', error: null });
  expect(progress.stages.map(({ name }) => name)).toEqual(trainStages);
  expect(new Set(progress.stages.map(({ status }) => status))).toEqual(new Set(['waiting']));
});

test('a stage that starts has its time and its workflow; no other stage changes', () => {
  const before = initialProgress('r', 'census');
  const after = stageStarted(before, 'extract', 'r/extract', 5_000);
  const changed = after.stages.filter((stage, index) => stage !== before.stages[index]);
  expect(changed).toEqual([
    {
      id: 'extract',
      name: 'extract',
      status: 'running',
      attempt: 1,
      startedAtMs: 5_000,
      endedAtMs: null,
      cache: null,
      shards: 0,
      workflowId: 'r/extract',
    },
  ]);
});

test('a stage that succeeds keeps its verdict, its shards, its attempt and both its times', () => {
  const plan = inTheMiddle().stages.find(({ name }) => name === 'plan');
  expect(plan).toMatchObject({
    status: 'succeeded',
    startedAtMs: 1_000,
    endedAtMs: 3_000,
    cache: outcome.verdict,
    shards: 4,
    attempt: 3,
    workflowId: 'r/plan',
  });
});

test('no function changes the value it was given', () => {
  const before = inTheMiddle();
  const copy = structuredClone(before);
  stageSucceeded(before, 'extract', outcome, 9_000);
  runEnded(before, 'failed', error, 9_000);
  expect(before).toEqual(copy);
});

describe('the end of a run', () => {
  test.each(['failed', 'cancelled'] as const)(
    '%s: the running stage ends with it, later ones wait',
    (end) => {
      const progress = runEnded(inTheMiddle(), end, error, 9_000);
      expect(progress).toMatchObject({ status: end, error });
      expect(statusOf(progress)).toMatchObject({ plan: 'succeeded', extract: end, 'fit-encoder': 'waiting' });
      expect(progress.stages.find(({ name }) => name === 'extract')?.endedAtMs).toBe(9_000);
    },
  );

  test('succeeded: without an error', () => {
    expect(runEnded(inTheMiddle(), 'succeeded', null, 9_000)).toMatchObject({
      status: 'succeeded',
      error: null,
    });
  });
});
