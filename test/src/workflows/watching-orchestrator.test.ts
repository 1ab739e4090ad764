/** What a watcher sees while nobody answers for a run: the last that it saw, never less; and while its end is recorded: its end. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient } from '@espalier/client';
import type { RunProgress } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { cancelSignal, type runGraph } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFakeCluster, fakeInput, fakeRankResult, workUntilCancelled } from './fake-cluster.js';
import { bundleWorkflows, startFakeWorkers } from './run-on-fakes.js';
import { quietRuntime } from './time-skipping-server.js';

let servers: TestServers;

beforeAll(async () => {
  quietRuntime();
  servers = await startTestServers({ parts: ['temporal'] });
});

afterAll(() => servers?.[Symbol.asyncDispose]());

test('a stage that has ended stays ended while the orchestrator is away, and one that is cancelled tells its attempts', async () => {
  const { address, namespace } = servers.settings.temporal;
  const cluster = createFakeCluster({
    runRank: async (input) =>
      input.context.stage === 'train' ? workUntilCancelled() : fakeRankResult(input),
  });
  const bundle = await bundleWorkflows();
  const native = await NativeConnection.connect({ address });
  const connection = await openTemporal({ address });
  const input = fakeInput();
  const workers = await startFakeWorkers(native, bundle, cluster);
  const handle = await new Client({ connection, namespace }).workflow.start<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
    memo: { pipeline: input.pipeline },
  });
  await expect.poll(() => cluster.stagesWith('runRank'), { timeout: 30_000 }).toContain('train');

  const client = await connectClient(servers.settings);
  const views: string[] = [];
  const stop = new AbortController();
  const watching = (async () => {
    for await (const { progress } of client.watch(input.runId, { signal: stop.signal })) {
      views.push(progress.stages.map(({ name, status }) => `${name} ${status}`).join(', '));
    }
  })();
  await expect.poll(() => views.length, { timeout: 20_000 }).toBeGreaterThan(1);
  const seen = views.at(-1);
  await workers[Symbol.asyncDispose]();
  // Longer than a query of it is waited for.
  await sleep(9_000);
  const meanwhile = new Set(views);
  stop.abort();
  await watching;
  expect([...meanwhile]).toEqual([seen]);

  await using _again = await startFakeWorkers(native, bundle, cluster);
  const train = ({ stages }: RunProgress) => stages.find(({ name }) => name === 'train');
  const told = async () => train((await client.progress(input.runId)).progress)?.attempts ?? [];
  await expect
    .poll(async () => (await told())[1]?.begunAtMs, { timeout: 20_000 })
    .toEqual(expect.any(Number));
  await handle.signal(cancelSignal, 'seen enough');
  const ended = train((await handle.result()).progress);
  expect(ended?.status).toBe('cancelled');
  expect(ended?.attempts).toBeUndefined();
  // The run ended before its stage could tell it; the stage still tells who asks.
  expect(await told()).toMatchObject([
    { attempt: 1, failure: { code: 'workflow.host-lost' } },
    { attempt: 2, begunAtMs: expect.any(Number), endedAtMs: null, failure: null },
  ]);
  await client.close();
  await connection.close();
});

test('a run that says that it has ended is not told to end: of its end only the record is missing', async () => {
  const { address, namespace } = servers.settings.temporal;
  const recorded = new EventEmitter();
  const cluster = createFakeCluster({
    orchestrator: { recordRunEnd: async () => void (await once(recorded, 'end')) },
  });
  const connection = await openTemporal({ address });
  await using _workers = await startFakeWorkers(
    await NativeConnection.connect({ address }),
    await bundleWorkflows(),
    cluster,
  );
  const input = fakeInput();
  const handle = await new Client({ connection, namespace }).workflow.start<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
    memo: { pipeline: input.pipeline },
  });
  const client = await connectClient(servers.settings);
  for await (const { progress } of client.watch(input.runId)) {
    if (progress.status !== 'running') expect(progress.status).toBe('succeeded');
  }
  expect((await handle.describe()).status.name).toBe('RUNNING');
  const wasToEnd = await client.cancel(input.runId, 'too late');
  recorded.emit('end');
  expect(wasToEnd).toBe(false);
  expect((await handle.result()).progress.status).toBe('succeeded');
  await client.close();
  await connection.close();
});
