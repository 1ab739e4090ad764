/**
 * Adding a stage is its folder and a line in the registry of what stages are and of what they compute: one that the product does not know (testing/tally) runs on real servers, in
 * the product's own workflows, activities and jobs, is committed, and comes from the cache the next time.
 */
import '../testing/tally/stage-name.js';
import '../testing/tally/declaration.js';
import '../testing/tally/stage.js';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Digest, type RunGraph, stageNames } from '@espalier/domain';
import { announceWorker, connectRedis, shardQueueName, startShardWorker } from '@espalier/fanout';
import { pipelineSchema } from '@espalier/spec';
import { stageDeclarations } from '@espalier/spec/stages';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, partOf, readManifest, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { orchestratorTaskQueue, type RunResult, type runGraph, waitingTaskQueue } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { orchestratorActivities } from '../activities/orchestrator-activities.js';
import { assumedEnvironments } from '../environment/read-environment.js';
import { handleShard } from '../shards/handle-shard.js';
import { ShardServices } from '../shards/shard-services.js';
import type { TallyBody } from '../testing/tally/declaration.js';
import { tally } from '../testing/tally/stage-name.js';
import type { CodeDigests } from './code-digests.js';
import { stages } from './registry.js';
import { EnvironmentRecords, fingerprintOf } from './stage-pool.js';

const code: Digest = `sha256:${'0'.repeat(64)}`;
const rows = 6_000;

let servers: TestServers;
let store: Store;
let client: Client;
const closing: (() => Promise<unknown> | undefined)[] = [];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'redis', 'bucket'] });
  const { settings } = servers;
  const logger = pino({ level: 'silent' });
  store = createStore(settings.s3);
  const redis = connectRedis(settings.redis.url);
  const codes = Object.fromEntries(stageNames.map((stage) => [stage, code])) as CodeDigests;
  const assumed = await assumedEnvironments(settings, codes);
  const scratchDir = join(settings.homeDir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  const { address, namespace } = settings.temporal;
  const connection = await NativeConnection.connect({ address });
  const activities = orchestratorActivities({
    ...{ settings, store, redis, logger, scratchDir, assumed, namespaceId: 'here' },
    code: codes,
    environment: assumed.feature,
    environments: new EnvironmentRecords(store),
    announcer: { runEnded: async () => undefined, announce: async () => undefined },
    scoreRows: () => Promise.reject(new Error('no pipeline here names a model')),
    askModel: () => Promise.reject(new Error('no pipeline here names a model')),
  });
  const { acquireGang, fanOutShards } = activities;
  const orchestrator = await Worker.create({
    ...{ connection, namespace, activities },
    taskQueue: orchestratorTaskQueue,
    workflowsPath: fileURLToPath(new URL('../testing/tally/workflows.ts', import.meta.url)),
  });
  const waiter = await Worker.create({
    ...{ connection, namespace },
    taskQueue: waitingTaskQueue(orchestratorTaskQueue),
    activities: { acquireGang, fanOutShards },
  });
  const running = Promise.all([orchestrator.run(), waiter.run()]);
  const fingerprint = fingerprintOf(assumed.feature);
  const services = new ShardServices(settings, store, scratchDir);
  const shards = await startShardWorker({
    ...{ redisUrl: settings.redis.url, queueName: shardQueueName(fingerprint), concurrency: 1, logger },
    handle: async (job, context) => ({
      result: await handleShard(services, logger, job, context),
      fingerprint,
    }),
  });
  const announced = await announceWorker({
    ...{ redis, role: 'feature', slots: 1, fingerprint, environment: assumed.feature, workerId: 'here' },
  });
  const clientConnection = await openTemporal({ address });
  client = new Client({ connection: clientConnection, namespace });
  closing.push(
    async () => {
      orchestrator.shutdown();
      waiter.shutdown();
      await running;
    },
    () => announced.close(),
    () => shards.close(),
    () => connection.close(),
    () => clientConnection.close(),
    async () => redis.disconnect(),
    async () => store.close(),
  );
  const database = await DuckDBInstance.create();
  const duckdb = await database.connect();
  await duckdb.run(
    `COPY (SELECT i % 3 = 0 AS clicked, i AS id FROM range(${rows}) t(i)) TO '${join(settings.homeDir, 'log.parquet')}' (FORMAT parquet)`,
  );
  duckdb.closeSync();
});

afterAll(async () => {
  for (const close of closing) await close();
  await servers?.[Symbol.asyncDispose]();
});

const graph: RunGraph = [
  { id: 'plan', stage: 'plan', params: {}, inputs: {} },
  { id: 'tally', stage: tally, params: {}, inputs: { plan: 'plan' } },
];

async function run(runId: string, seed = 0): Promise<RunResult> {
  const spec = pipelineSchema.parse({
    name: 'feed',
    seed,
    source: { train: { uri: 'log.parquet' }, split: { by: 'id', eval: 0.2 } },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
  });
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: servers.settings.homeDir });
  const input = { runId, pipeline: 'feed', spec: stored, useCache: true, graph, variants: {} };
  return client.workflow.execute<typeof runGraph>('runGraph', {
    workflowId: runId,
    taskQueue: orchestratorTaskQueue,
    args: [input],
  });
}

test('a name without its line in both registries does not compile', () => {
  expectTypeOf<Omit<typeof stageDeclarations, 'encode'>>().not.toExtend<typeof stageDeclarations>();
  expectTypeOf<Omit<typeof stages, 'encode'>>().not.toExtend<typeof stages>();
  expect(Object.keys(stages)).toEqual(Object.keys(stageDeclarations));
  expect(Object.keys(stages)).toEqual([...stageNames]);
});

test('a stage that the product does not know runs beside its own, and comes from the cache', async () => {
  const { progress, manifests } = await run('first');
  expect(progress.status).toBe('succeeded');
  expect(progress.stages.map(({ name, status }) => [name, status])).toEqual([
    ['plan', 'succeeded'],
    ['tally', 'succeeded'],
  ]);
  if (manifests.tally === undefined) throw new Error('the stage left nothing');
  const manifest = await readManifest(store, { ...manifests.tally, stage: tally });
  expect(manifest).toMatchObject({ stage: 'tally', body: { shards: 1 } });
  const { tallyPart } = manifest.body as unknown as TallyBody;
  const part = partOf(manifest, tallyPart);
  expect(await store.getVerifiedJson(part)).toEqual({ rows });

  const again = await run('again');
  const stage = again.progress.stages.find(({ name }) => name === tally);
  expect(stage).toMatchObject({ status: 'succeeded', cache: { hit: true }, shards: 1 });

  // What it reads of the spec is in its key.
  const other = await run('other', 1);
  const anew = other.progress.stages.find(({ name }) => name === tally);
  expect(anew?.cache).toMatchObject({ hit: false, reason: expect.stringContaining('seed') });
});
