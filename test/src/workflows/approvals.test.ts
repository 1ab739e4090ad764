/**
 * Versions that wait for a person, by the model's real workflow and its real activities, on Temporal's test server, whose clock jumps; with S3. What
 * the golden rows say is the test's.
 */
import type { ApprovalDeadline, ModelAnswer, ModelRequest, ModelState, Replay } from '@espalier/domain';
import { readAliases, readChanges } from '@espalier/registry';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { Announcer } from '@espalier/workers/announcer';
import { modelActivities } from '@espalier/workers/model-activities';
import { modelUpdate, orchestratorTaskQueue, waitingTaskQueue } from '@espalier/workflows';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { registrationOf } from '../promotions/register-versions.js';
import { bundleWorkflows } from './run-on-fakes.js';
import { quietRuntime, startTimeSkippingServer } from './time-skipping-server.js';

let servers: TestServers;
let env: TestWorkflowEnvironment;
let store: Store;
let workflowBundle: WorkflowBundle;
let stop: () => Promise<void>;
/** By version; of others, that it has none. */
let replays: Record<number, Replay>;

beforeAll(async () => {
  quietRuntime();
  [servers, env, workflowBundle] = await Promise.all([
    startTestServers({ parts: ['s3'] }),
    startTimeSkippingServer(),
    bundleWorkflows(),
  ]);
  store = createStore(servers.settings.s3);
  stop = await serve();
});
afterAll(async () => {
  await stop?.();
  store?.close();
  await env?.teardown();
  await servers?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  replays = {};
});

async function serve(): Promise<() => Promise<void>> {
  const connection = env.nativeConnection;
  const logger = pino({ level: 'silent' });
  const { settings } = servers;
  const announcer = new Announcer({ settings, store, temporal: env.client, logger });
  const activities = modelActivities({
    ...{ store, logger, announcer, environment: {}, scratchDir: settings.homeDir },
    scoreRows: () => Promise.reject(new RangeError('no version here has golden rows')),
  });
  const { replayGoldenRows } = activities;
  const workers = [
    await Worker.create({ connection, workflowBundle, taskQueue: orchestratorTaskQueue }),
    await Worker.create({
      connection,
      taskQueue: waitingTaskQueue(orchestratorTaskQueue),
      activities: {
        ...activities,
        replayGoldenRows: async (model: string, version: number) =>
          replays[version] ?? replayGoldenRows(model, version),
      },
    }),
  ];
  const ended = Promise.all(workers.map((worker) => worker.run()));
  return async () => {
    for (const worker of workers) worker.shutdown();
    await ended;
  };
}

let requests = 0;
async function ask(model: string, request: ModelRequest): Promise<ModelAnswer> {
  requests += 1;
  const { workflow, update } = modelUpdate(model, request, `request-${requests}`);
  const handle = await env.client.workflow.start(workflow.type, {
    ...{ workflowId: workflow.id, taskQueue: workflow.taskQueue, args: [...workflow.args] },
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return handle.executeUpdate(update.name, { args: [request], updateId: update.id });
}

/** Registers a version that waits for two days. */
async function register(
  model: string,
  otherwise: ApprovalDeadline['otherwise'],
  compared: { readonly comparedWith?: number | null } = {},
): Promise<ModelAnswer> {
  const run = `${model}-${requests}`;
  const request = (await registrationOf(store, { model, run, gates: 'passed' })) as ModelRequest & {
    readonly action: 'register';
  };
  const until = new Date((await env.currentTimeMs()) + 2 * 86_400_000).toISOString();
  const registration = {
    ...request.registration,
    promote: false,
    approval: { until, otherwise },
    ...compared,
  };
  return ask(model, { ...request, registration });
}

const stateOf = async (model: string) => (await readAliases(store, model)) as ModelState;
const historyOf = async (model: string) =>
  (await readChanges(store, await stateOf(model), 99))
    .map(({ action, version, by, reason }) => `${action} ${version} by ${by}: ${reason}`)
    .reverse();
const asked = { by: 'ada', reason: 'looks right' };

test('nobody approves it in time: what is declared happens, and the history says so', async () => {
  await register('strict', 'reject');
  await register('lenient', 'promote');
  expect((await stateOf('strict')).awaiting).toMatchObject([{ version: 1, otherwise: 'reject' }]);
  await env.sleep('47 hours');
  expect((await stateOf('strict')).awaiting).toHaveLength(1);
  await env.sleep('2 hours');
  expect(await stateOf('strict')).toMatchObject({ awaiting: [], rejected: [1], champion: null });
  expect(await stateOf('lenient')).toMatchObject({ awaiting: [], champion: 1, challenger: null });
  for (const [model, action] of [
    ['strict', 'reject'],
    ['lenient', 'promote'],
  ] as const) {
    const [, last] = await historyOf(model);
    expect(last).toMatch(new RegExp(`^${action} 1 by deadline: nobody had approved it by 20\\d\\d-`));
    const [change] = await readChanges(store, await stateOf(model), 1);
    expect(change).toMatchObject({ isExpiry: true });
  }
});

test("a person's word makes it the champion, and its deadline is none any more", async () => {
  await register('approved', 'reject');
  await env.sleep('1 hour');
  const answer = await ask('approved', { ...asked, action: 'approve', version: 1 });
  expect(answer).toMatchObject({
    ...{ change: 3, before: { champion: null }, after: { champion: 1 } },
    replay: { outcome: 'none' },
  });
  await env.sleep('3 days');
  expect(await historyOf('approved')).toEqual([
    expect.stringMatching(/^register 1 /),
    'approve 1 by ada: looks right',
    'promote 1 by ada: looks right',
  ]);
});

test('each version has a deadline of its own, and a newer champion ends that of older ones', async () => {
  await register('daily', 'promote');
  await env.sleep('1 day');
  await register('daily', 'promote');
  expect((await stateOf('daily')).awaiting?.map(({ version }) => version)).toEqual([1, 2]);
  await env.sleep('25 hours');
  expect(await stateOf('daily')).toMatchObject({ champion: 1, awaiting: [{ version: 2 }] });
  await env.sleep('1 day');
  expect(await stateOf('daily')).toMatchObject({ champion: 2, previous: 1, awaiting: [] });
  await register('daily', 'promote');
  await register('daily', 'reject');
  await ask('daily', { ...asked, action: 'approve', version: 4 });
  await env.sleep('3 days');
  expect(await stateOf('daily')).toMatchObject({ champion: 4, awaiting: [] });
});

test('nothing is promoted at a deadline that gates or golden rows say nothing for', async () => {
  await register('moved', 'promote', { comparedWith: null });
  await ask('moved', await registrationOf(store, { model: 'moved', run: 'other' }));
  await ask('moved', await registrationOf(store, { model: 'moved', run: 'another' }));
  await register('moved', 'promote', { comparedWith: 7 });
  await env.sleep('3 days');
  // The champion that version 4 was compared with is not there; version 1's is: none.
  expect(await stateOf('moved')).toMatchObject({ champion: 1, rejected: [4], awaiting: [] });
  replays = { 1: { outcome: 'differs', why: 'Row 7 is another.' } };
  await register('unlike', 'promote');
  await env.sleep('3 days');
  expect(await historyOf('unlike')).toEqual([
    expect.stringMatching(/^register 1 /),
    expect.stringMatching(/^reject 1 by deadline: .*Version 1 of unlike does not become the champion: Row 7/),
  ]);
});

test('what could not be tried at a deadline is tried again, and nobody else waits for it', async () => {
  replays = { 1: { outcome: 'undone', why: 'The scorer is away.' } };
  await register('away', 'promote');
  await env.sleep('49 hours');
  expect(await stateOf('away')).toMatchObject({ champion: null, awaiting: [{ version: 1 }] });
  await ask('away', await registrationOf(store, { model: 'away', run: 'meanwhile' }));
  replays = {};
  await env.sleep('11 minutes');
  expect(await stateOf('away')).toMatchObject({ champion: 1, awaiting: [] });
});

test('golden rows that differ refuse promotion, approval and rollback, and an automatic promotion is none', async () => {
  const plain = async (run: string, gates: 'none' | 'passed') => {
    const request = (await registrationOf(store, { model: 'golden', run, gates })) as ModelRequest & {
      readonly action: 'register';
    };
    const promote = gates === 'passed';
    return ask('golden', { ...request, registration: { ...request.registration, promote } });
  };
  const refused = (request: ModelRequest) =>
    expect(ask('golden', request)).rejects.toMatchObject({ cause: { type: 'registry.replay-differs' } });
  await plain('a', 'none');
  await plain('b', 'none');
  await ask('golden', { ...asked, action: 'promote', version: 1 });
  await ask('golden', { ...asked, action: 'promote', version: 2 });
  replays = {
    1: { outcome: 'differs', why: 'Row 7 is another.' },
    3: { outcome: 'differs', why: 'So is 9.' },
  };
  await refused({ ...asked, action: 'promote', version: 1 });
  await refused({ ...asked, action: 'rollback' });
  expect(await plain('c', 'passed')).toMatchObject({
    ...{ version: 3, after: { champion: 2, challenger: 3 } },
    unpromoted: 'Version 3 of golden does not become the champion: So is 9.',
  });
  replays = { 1: { outcome: 'undone', why: 'The scorer is away.' } };
  const again = await ask('golden', { ...asked, action: 'rollback' });
  expect(again).toMatchObject({ after: { champion: 1 }, replay: { outcome: 'undone' } });
  await register('waits', 'reject');
  replays = { 1: { outcome: 'differs', why: 'Row 7 is another.' } };
  await expect(ask('waits', { ...asked, action: 'approve', version: 1 })).rejects.toMatchObject({
    cause: { type: 'registry.replay-differs' },
  });
  expect(await stateOf('waits')).toMatchObject({ approved: [], champion: null, awaiting: [{ version: 1 }] });
});
