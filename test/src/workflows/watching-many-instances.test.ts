/** What following a run asks of Temporal: no more with many trainings at once than with ten. */
import { connectClient, type RunSnapshot } from '@espalier/client';
import type { RunGraph } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { cancelSignal, type runGraph } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { NativeConnection, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createFakeCluster, fakeInput } from './fake-cluster.js';
import { bundleWorkflows, startFakeWorkers } from './run-on-fakes.js';
import { quietRuntime } from './time-skipping-server.js';

let servers: TestServers;
let bundle: WorkflowBundle;
let native: NativeConnection;
let connection: Connection;

beforeAll(async () => {
  quietRuntime();
  [servers, bundle] = await Promise.all([startTestServers({ parts: ['temporal'] }), bundleWorkflows()]);
  const { address } = servers.settings.temporal;
  native = await NativeConnection.connect({ address });
  connection = await openTemporal({ address });
});

afterAll(async () => {
  await connection?.close();
  await native?.close();
  await servers?.[Symbol.asyncDispose]();
});

const trainings = (count: number): RunGraph =>
  Array.from({ length: count }, (_, index) => ({
    id: `train.v${index}.s0`,
    stage: 'train',
    params: {},
    inputs: {},
  }));

/** Waits as one does for slots: it is heard of each second. */
async function waitForSlots(): Promise<never> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 1_000);
  return context.cancelled.finally(() => clearInterval(beat));
}

/** A client that tells of each of its requests. */
async function clientThatTells(onRequest: () => void) {
  type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
  const counting: Interceptor = (options, nextCall) => {
    onRequest();
    return nextCall(options) as ReturnType<Interceptor>;
  };
  const connect = Connection.connect.bind(Connection);
  const spy = vi
    .spyOn(Connection, 'connect')
    .mockImplementation((options) => connect({ ...options, interceptors: [counting] }));
  try {
    return await connectClient(servers.settings);
  } finally {
    spy.mockRestore();
  }
}

/** Requests of each look but the first, at a run whose trainings all wait for slots. */
async function requestsOfLooks(instances: number, looks: number) {
  const cluster = createFakeCluster({ orchestrator: { acquireGang: waitForSlots } });
  await using _workers = await startFakeWorkers(native, bundle, cluster);
  const input = fakeInput(`many-${instances}`, trainings(instances));
  const { namespace } = servers.settings.temporal;
  const handle = await new Client({ connection, namespace }).workflow.start<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
    memo: { pipeline: input.pipeline },
  });
  const waits = () => cluster.calls.filter(({ activity }) => activity === 'acquireGang').length;
  await expect.poll(waits, { timeout: 60_000 }).toBe(instances);
  let requests = 0;
  const client = await clientThatTells(() => {
    requests += 1;
  });
  const counts: number[] = [];
  let last: RunSnapshot | null = null;
  for await (const snapshot of client.watch(input.runId)) {
    counts.push(requests);
    requests = 0;
    last = snapshot;
    if (counts.length > looks) break;
  }
  await client.close();
  await handle.signal(cancelSignal, 'seen enough');
  await handle.result();
  return { counts: counts.slice(1), last };
}

test('a look at many trainings is as many requests as one at ten', { timeout: 180_000 }, async () => {
  const { counts, last } = await requestsOfLooks(24, 6);
  // How the run does, and of ten trainings what their workflow says and what their activities do; now and then the SDK asks on its own.
  expect(Math.max(...counts)).toBeLessThanOrEqual(2 + 2 * 10 + 2);
  expect(last?.progress.stages.filter(({ status }) => status === 'running')).toHaveLength(24);
});
