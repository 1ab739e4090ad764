import { loadSettings } from '@espalier/settings';
import * as registered from '@espalier/workflows/workflows';
import { Worker } from '@temporalio/worker';
import { describe, expect, test } from 'vitest';
import { bundleWorkflows } from '../workflows/run-on-fakes.js';
import { quietRuntime } from '../workflows/time-skipping-server.js';
import { asRecorded, payloadsOf, type RecordedHistory, readHistories } from './history-files.js';
import { modelScenarios } from './model-scenarios.js';
import { notificationScenarios } from './notification-scenarios.js';
import { pipelineScenarios } from './pipeline-scenarios.js';
import { scenarios } from './scenarios.js';
import { leaksIn, scrubHistory, secretsOf } from './scrub-history.js';
import { triggerScenarios } from './trigger-scenarios.js';

/** A history carries references and digests; a payload above this would be data. */
const largestPayloadBytes = 16 * 1024;

const histories = readHistories();

test.each(Object.keys(registered))('there is a recorded history of %s', (workflowType) => {
  expect(histories.map((history) => history.workflowType)).toContain(workflowType);
});

test.each(triggerScenarios)('%s is recorded', (name) => {
  expect(histories.filter(({ workflowId }) => workflowId.includes(`/${name}-`))).not.toEqual([]);
});

test('every history replays: the workflows still decide as they did', async () => {
  quietRuntime();
  const replays = Worker.runReplayHistories(
    { workflowBundle: await bundleWorkflows() },
    histories.map(({ workflowId, json }) => ({ workflowId, history: json })),
  );
  const failed: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of replays) {
    replayed += 1;
    if (error) failed.push(`${workflowId}: ${error.message}`);
  }
  expect(failed).toEqual([]);
  expect(replayed).toBe(histories.length);
});

test.each(Object.keys(scenarios))('scenario %s is recorded', (name) => {
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`scenario-${name}`);
});

test.each(Object.keys(modelScenarios))('%s is recorded', (name) => {
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`model/${name}`);
});

test.each(notificationScenarios)('%s is recorded', (name) => {
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`notify/${name}`);
});

test.each(pipelineScenarios)('%s is recorded', (name) => {
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`pipeline/${name}`);
});

test.each([
  'model/scenario-model-continues',
  'pipeline/scenario-queue-continues',
  'backfill/scenario-backfill-continues',
])('%s is recorded as it goes on as a new run', (id) => {
  // What is drawn stands after it.
  const recorded = histories.find(({ workflowId }) => workflowId.startsWith(id));
  const last = recorded?.json.events.at(-1)?.eventType;
  expect(last).toBe('EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
});

test.each([
  { scenario: 'comparison-succeeded', atOnce: 4, ends: { COMPLETED: 13 }, run: 'COMPLETED' },
  { scenario: 'comparison-cancelled', atOnce: 2, ends: { COMPLETED: 5, CANCELED: 2 }, run: 'COMPLETED' },
  {
    scenario: 'comparison-instance-failed',
    atOnce: 2,
    ends: { COMPLETED: 5, CANCELED: 1, FAILED: 1 },
    run: 'FAILED',
  },
])('$scenario: instances run side by side in what is recorded', ({ scenario, ...shown }) => {
  const { json } = histories.find(
    ({ workflowId }) => workflowId === `scenario-${scenario}`,
  ) as RecordedHistory;
  let running = 0;
  let atOnce = 0;
  const ends: Record<string, number> = {};
  const types = json.events.map(({ eventType }) => String(eventType));
  for (const type of types) {
    const [, how] =
      /^EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_(STARTED|COMPLETED|CANCELED|FAILED)$/.exec(type) ?? [];
    if (how === undefined) continue;
    running += how === 'STARTED' ? 1 : -1;
    atOnce = Math.max(atOnce, running);
    if (how !== 'STARTED') ends[how] = (ends[how] ?? 0) + 1;
  }
  const run = types.at(-1)?.replace('EVENT_TYPE_WORKFLOW_EXECUTION_', '');
  expect({ atOnce, ends, run }).toEqual(shown);
});

test('a workflow that decides otherwise is caught', async () => {
  const original = histories.find(({ workflowType }) => workflowType === 'planSource');
  const changed = JSON.parse(JSON.stringify(original?.json).replaceAll('"planSource"', '"encodeShards"'));
  const replays = Worker.runReplayHistories({ workflowBundle: await bundleWorkflows() }, [
    { workflowId: 'changed', history: changed },
  ]);
  for await (const { error } of replays) expect(error?.name).toBe('DeterminismViolationError');
  expect.assertions(1);
});

describe.each(histories)('$file', (history) => {
  test('holds references, never data', () => {
    const sizes = payloadsOf(history).map((payload) => payload.byteLength);
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThan(largestPayloadBytes);
  });

  test('tells nothing of the machine that recorded it', () => {
    expect(leaksIn(history, secretsOf(loadSettings()))).toEqual([]);
  });
});

describe('a history that tells too much', () => {
  const payload = (value: unknown) => ({
    metadata: { encoding: 'anNvbi9wbGFpbg==' },
    data: Buffer.from(JSON.stringify(value)).toString('base64'),
  });
  const recorded = (input: unknown): RecordedHistory =>
    asRecorded('test', {
      events: [
        {
          eventId: '1',
          workflowExecutionStartedEventAttributes: {
            workflowId: 'run',
            workflowType: { name: 'planSource' },
            identity: '12@builder-7',
            input: { payloads: [payload(input)] },
          },
        },
      ],
    });

  test.each([
    { what: 'a path', input: { uri: '/home/ada/data/train.parquet' }, leak: /path of the machine/ },
    { what: 'a path in a message', input: 'Cannot read /var/data/a.parquet.', leak: /path of the machine/ },
    { what: 'a secret', input: { url: 'redis://:hunter22@cache' }, leak: /secret/ },
  ])('is refused for $what', ({ input, leak }) => {
    expect(leaksIn(recorded(input), ['hunter22']).join()).toMatch(leak);
  });

  test('is kept when it holds keys of the store only', () => {
    expect(leaksIn(recorded({ key: 'runs/census/plan/manifest.json' }), ['hunter22'])).toEqual([]);
  });

  test("loses the machine's name and whatever names processes", () => {
    const scrubbed = scrubHistory(recorded({ hostId: 'builder-7-1', other: 'builder-77' }), 'builder-7');
    expect(JSON.parse(payloadsOf(scrubbed)[0]?.toString() ?? '')).toEqual({
      hostId: 'machine-1',
      other: 'builder-77',
    });
    expect(JSON.stringify(scrubbed.json)).not.toContain('builder-7');
  });
});
