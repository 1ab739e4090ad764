import { ModelReader } from '@espalier/client';
import { type ApprovalDeadline, decideChange, newModelState } from '@espalier/domain';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quietRuntime } from '../workflows/time-skipping-server.js';
import { type ModelOrchestrator, startModelOrchestrator } from './model-orchestrator.js';
import { faultsOf, promoteInRounds } from './promotion-rounds.js';
import { registerVersion, registrationOf } from './register-versions.js';

let orchestrator: ModelOrchestrator;

beforeAll(async () => {
  quietRuntime();
  orchestrator = await startModelOrchestrator();
});
afterAll(() => orchestrator[Symbol.asyncDispose]());

it('of fifty promotions at once one wins, in seconds, and the history tells of all that won', async () => {
  // Short, so that the workflow goes on as a new run in the midst of it.
  const seconds: number[] = [];
  const onRound = (_: number, took: number) => seconds.push(took);
  const rounds = { rounds: 3, callers: 50, longestHistory: 40, onRound };
  const outcome = await promoteInRounds(orchestrator, rounds);
  expect(faultsOf(outcome, rounds)).toEqual([]);
  expect(outcome.refusals).toEqual({ 'registry.champion-moved': rounds.rounds * (rounds.callers - 1) });
  expect(outcome.workflowRuns).toBeGreaterThan(2);
  // Refused by Temporal, callers would ask again for minutes.
  expect(Math.max(...seconds)).toBeLessThan(15);
});

it('registers a run once, however often it asks, and whether its workflow still knows it', async () => {
  const { settings, store } = orchestrator;
  const connection = await openTemporal(settings.temporal);
  const client = new Client({ connection, namespace: settings.temporal.namespace });
  const version = { model: 'retried', run: 'run-a', gates: 'passed', promote: true } as const;
  const answers = await Promise.all(Array.from({ length: 8 }, () => registerVersion(client, store, version)));
  expect(new Set(answers.map((answer) => answer.version))).toEqual(new Set([1]));
  // Its own promotion was the second change.
  expect(answers[0]).toMatchObject({ change: 2, after: { champion: 1, challenger: null } });
  await client.workflow.getHandle('model/retried').terminate();
  // A server answers a request that it knows itself.
  const again = await registerVersion(client, store, { ...version, request: 'another' });
  expect(again).toMatchObject({ version: 1, change: 2, isRepeated: true, after: { champion: 1 } });
  const next = await registerVersion(client, store, {
    model: 'retried',
    run: 'run-b',
    gates: 'failed',
    promote: true,
  });
  expect(next).toMatchObject({ version: 2, change: 3, after: { champion: 1, challenger: 2 } });
  await connection.close();
});

it('takes thirty runs that end at once, each as a version of its own', async () => {
  const { store, askModel } = orchestrator;
  const runs = Array.from({ length: 30 }, (_, index) => `run-${index}`);
  const answers = await Promise.all(
    runs.map(async (run) =>
      askModel('busy', await registrationOf(store, { model: 'busy', run }), `register-${run}`),
    ),
  );
  expect(answers.map(({ version }) => version).sort((a, b) => a - b)).toEqual(runs.map((_, at) => at + 1));
});

it('promotes nothing whose gates have compared it with another champion than there is now', async () => {
  const { store, askModel } = orchestrator;
  const passed = { model: 'moved', gates: 'passed', promote: true } as const;
  const register = async (run: string, comparedWith: number | null) =>
    askModel('moved', await registrationOf(store, { ...passed, run, comparedWith }), `register-${run}`);
  expect((await register('run-a', null)).after).toMatchObject({ champion: 1, challenger: null });
  expect((await register('run-b', null)).after).toMatchObject({ champion: 1, challenger: 2 });
  expect((await register('run-c', 1)).after).toMatchObject({ champion: 3, previous: 1 });
  expect((await register('run-d', 1)).after).toMatchObject({ champion: 3, challenger: 4 });
  const [latest, before] = await new ModelReader(store).history('moved', 2);
  expect(before).toMatchObject({ action: 'register', version: 4, registration: { comparedWith: 1 } });
  expect(latest).toMatchObject({
    ...{ action: 'pass-over', version: 4 },
    reason: expect.stringContaining('compared it with version 1, and the champion is version 3 now'),
  });
});

it('finishes a registration that a process died over, and its promotion, in place of a second version', async () => {
  const { store, askModel } = orchestrator;
  const version = { model: 'died', run: 'run-a', gates: 'passed', promote: true } as const;
  const request = await registrationOf(store, version);
  const before = newModelState('died');
  const { after } = decideChange(before, request);
  const { by, reason, registration, action } = request;
  await store.putIfNoneMatch('models/died/changes/00000001.json', {
    ...{ model: 'died', number: 1, action, version: 1, by, reason, registration, after },
    ...{ at: '2026-11-28T06:00:00.000Z', request: 'register-run-a' },
    before: { champion: null, challenger: null, previous: null },
  });
  const answer = await askModel('died', request, 'register-run-a');
  expect(answer).toMatchObject({ version: 1, change: 2, after: { champion: 1, challenger: null } });
  const history = await new ModelReader(store).history('died', 9);
  expect(history.map(({ action: done, version: of }) => `${done} ${of}`)).toEqual([
    'promote 1',
    'register 1',
  ]);
});

it('waits for a person while its process is another one, and as the run that the workflow goes on as', async () => {
  const { settings, store } = orchestrator;
  const connection = await openTemporal(settings.temporal);
  const client = new Client({ connection, namespace: settings.temporal.namespace });
  const model = 'awaited';
  const register = (run: string, approval?: ApprovalDeadline) =>
    registerVersion(client, store, { model, run, gates: 'passed', longestHistory: 20, approval });
  const until = new Date(Date.now() + 8_000).toISOString();
  await register('awaited-0', { until, otherwise: 'reject' });
  for (const run of ['a', 'b', 'c', 'd']) await register(`awaited-${run}`);
  const { raw, runId } = await client.workflow.getHandle(`model/${model}`).describe();
  expect(raw.workflowExecutionInfo?.firstRunId).not.toBe(runId);
  await orchestrator.restart();
  const reader = new ModelReader(store);
  expect((await reader.state(model)).awaiting).toMatchObject([{ version: 1, until }]);
  await expect.poll(async () => (await reader.state(model)).rejected, { timeout: 20_000 }).toEqual([1]);
  const [last] = await reader.history(model, 1);
  expect(last).toMatchObject({ action: 'reject', by: 'deadline', isExpiry: true });
  expect(Date.parse(last?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(until));
  await connection.close();
});
