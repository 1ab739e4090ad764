import { EspalierError, type RunProgress, type SerializedError } from '@espalier/domain';
import {
  type GraphRun,
  type RunRetry,
  type runGraph,
  type StageContext,
  trainGraph,
  trainStages,
} from '@espalier/workflows';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeInput,
  fakeManifest,
  fakeRankResult,
  fakeRetry,
  workUntilCancelled,
} from './fake-cluster.js';
import { bundleWorkflows, startFakeWorkers } from './run-on-fakes.js';
import { quietRuntime, startTimeSkippingServer } from './time-skipping-server.js';

let env: TestWorkflowEnvironment;
let bundle: WorkflowBundle;

beforeAll(async () => {
  quietRuntime();
  [env, bundle] = await Promise.all([startTimeSkippingServer(), bundleWorkflows()]);
});

afterAll(() => env.teardown());

async function run(cluster: FakeCluster, input: GraphRun = fakeInput()) {
  await using _workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  return await env.client.workflow.execute<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
  });
}

/** What a reader of a failed run finds. */
async function failureOf(
  running: Promise<unknown>,
): Promise<{ error: SerializedError; progress: RunProgress }> {
  const failed = await running.then(
    () => expect.unreachable('the run succeeded'),
    (error: unknown) => error,
  );
  if (!(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure)) throw failed;
  const [error, progress] = failed.cause.details as [SerializedError, RunProgress];
  expect(failed.cause.type).toBe(error.code);
  return { error, progress };
}

test('a retry asks the cache for nothing from its stage on, and takes the plan of the run that it is of', async () => {
  const asked: unknown[] = [];
  const { resolveStage } = createFakeCluster().orchestrator;
  const cluster = createFakeCluster({
    orchestrator: {
      resolveStage: (input) => {
        const { stage, useCache, anewFrom, keptPlan } = input;
        asked.push({ stage, useCache, anewFrom, keptPlan });
        return resolveStage(input);
      },
    },
  });
  const input = fakeRetry('train');
  const { progress } = await run(cluster, input);
  const { runId, from, plan } = input.retry as RunRetry;
  expect(progress).toMatchObject({ status: 'succeeded', retryOf: { runId, from } });
  expect(cluster.ends.map((end) => end.progress.retryOf)).toEqual([{ runId, from }]);
  expect(asked).toEqual([
    { stage: 'plan', useCache: true, keptPlan: plan },
    ...['extract', 'fit-encoder', 'encode'].map((stage) => ({ stage, useCache: true })),
    ...['train', 'evaluate', 'publish'].map((stage) => ({ stage, useCache: false, anewFrom: 'train' })),
  ]);
});

test('a run goes through every stage in order and hands each the manifests that it reads', async () => {
  const cluster = createFakeCluster();
  const input = fakeInput();
  const { progress, manifests } = await run(cluster, input);
  expect(progress.status).toBe('succeeded');
  expect(progress.stages.map(({ name, status, shards }) => [name, status, shards])).toEqual([
    ['plan', 'succeeded', 1],
    ['extract', 'succeeded', 4],
    ['fit-encoder', 'succeeded', 2],
    ['encode', 'succeeded', 4],
    ['train', 'succeeded', 2],
    ['evaluate', 'succeeded', 4],
    ['publish', 'succeeded', 1],
  ]);
  expect(Object.keys(manifests)).toEqual(trainStages);
  expect(manifests.train).toEqual(fakeManifest({ runId: input.runId, stage: 'train' }));
  expect(cluster.stagesWith('resolveStage')).toEqual(trainStages);
  expect(cluster.held.size).toBe(0);
});

test('however a run ends, it records its end; where S3 does not take it, the run ends all the same', async () => {
  const done = createFakeCluster();
  const { progress, manifests } = await run(done);
  expect(done.ends).toEqual([
    { progress, manifests, changes: [], startedAtMs: expect.any(Number), endedAtMs: expect.any(Number) },
  ]);
  const mistake = new EspalierError('features.corrupt-source', 'log.parquet can not be read.');
  const fails = { computeStage: () => Promise.reject(activityFailure(mistake)) };
  const failed = createFakeCluster({ orchestrator: fails });
  const failure = await failureOf(run(failed));
  expect(failed.ends.map((end) => end.progress)).toEqual([failure.progress]);
  const recordRunEnd = () => Promise.reject(new Error('S3 is away'));
  const unrecorded = await run(createFakeCluster({ orchestrator: { recordRunEnd } }));
  expect(unrecorded.progress.status).toBe('succeeded');
});

test('a stage that the cache holds does no work', async () => {
  const cached = ['extract', 'fit-encoder', 'train'];
  const plain = createFakeCluster().orchestrator;
  const cluster = createFakeCluster({
    orchestrator: {
      async resolveStage(input) {
        if (!cached.includes(input.stage)) return plain.resolveStage(input);
        const verdict = { hit: true, reason: 'same inputs, spec and code' };
        return { key: fakeManifest(input).digest, verdict, cached: fakeManifest(input), shards: 7 };
      },
    },
  });
  const { progress } = await run(cluster);
  const hits = progress.stages.filter(({ cache }) => cache?.hit === true);
  expect(hits.map(({ name, shards }) => [name, shards])).toEqual(cached.map((name) => [name, 7]));
  expect(cluster.stagesWith('fanOutShards')).toEqual(['encode', 'evaluate']);
  expect(cluster.stagesWith('acquireGang')).toEqual([]);
});

test("a user's mistake in a shard fails the run at once, with its code, its details and the progress", async () => {
  const mistake = new EspalierError('features.null-label', 'Label income is NULL in 3 rows of shard 2.', {
    details: { task: 'income', shard: 2 },
  });
  const cluster = createFakeCluster({
    orchestrator: {
      fanOutShards: async () => {
        throw activityFailure(mistake);
      },
    },
  });
  const { error, progress } = await failureOf(run(cluster));
  expect(error).toEqual(mistake.serialize());
  expect(progress).toMatchObject({ status: 'failed', error: mistake.serialize() });
  expect(progress.stages.map(({ status }) => status).slice(0, 3)).toEqual(['succeeded', 'failed', 'waiting']);
  expect(cluster.stagesWith('resolveStage')).toEqual(['plan', 'extract']);
  expect(cluster.calls.filter(({ activity }) => activity === 'fanOutShards')).toHaveLength(1);
});

test.each(['resolveStage', 'fanOutShards'] as const)(
  'a service that is away for an hour while %s needs it only delays the run',
  async (activity) => {
    let failuresLeft = 250;
    const plain = createFakeCluster().orchestrator;
    const cluster = createFakeCluster({
      orchestrator: {
        [activity]: async (input: StageContext) => {
          if (failuresLeft-- > 0) {
            throw activityFailure(new EspalierError('store.unreachable', 'S3 does not answer.'));
          }
          return plain[activity](input);
        },
      },
    });
    const startedAtMs = await env.currentTimeMs();
    expect((await run(cluster)).progress.status).toBe('succeeded');
    expect((await env.currentTimeMs()) - startedAtMs).toBeGreaterThan(3_600_000);
  },
);

test('a key that no asking again will find is asked for once, within the task of the stage', async () => {
  const corrupt = new EspalierError('spec.invalid', 'The spec of the run is none.');
  const cluster = createFakeCluster({
    orchestrator: {
      resolveStage: async () => {
        throw activityFailure(corrupt);
      },
    },
  });
  expect((await failureOf(run(cluster))).error).toEqual(corrupt.serialize());
  expect(cluster.calls.map(({ activity }) => activity)).toEqual(['resolveStage']);
});

test('an error without a code is reported as a fault of Espalier itself', async () => {
  const cluster = createFakeCluster({
    orchestrator: {
      computeStage: async () => {
        throw ApplicationFailure.nonRetryable('x is not a function', 'TypeError');
      },
    },
  });
  const { error } = await failureOf(run(cluster));
  expect(error).toEqual({ code: 'workflow.unexpected', message: 'x is not a function', details: {} });
});

test('plan previews the stages without running any', async () => {
  const cluster = createFakeCluster();
  await using _workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const input = fakeInput();
  const preview = await env.client.workflow.execute('previewPlan', {
    workflowId: `${input.runId}-plan`,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
  });
  expect(preview).toMatchObject({ preview: { key: expect.stringMatching(/preview\.json$/) } });
  expect(cluster.calls).toEqual([]);
});

test('instances of one stage go side by side, each with what it reads, and a failure of one ends the others', async () => {
  const shared = trainGraph.filter(({ stage }) => !['train', 'evaluate', 'publish'].includes(stage));
  const reads = { extract: 'extract', 'fit-encoder': 'fit-encoder', encode: 'encode' };
  const training = (variant: string) => ({
    id: `train.${variant}`,
    stage: 'train' as const,
    params: { variant },
    inputs: reads,
  });
  const graph = [...shared, training('wide'), training('deep')];
  const input = fakeInput('variants', graph);
  const variants = { wide: input.spec, deep: input.spec };
  const started: string[] = [];
  const mistake = new EspalierError('trainer.nan-loss', 'The loss is NaN.');
  const cluster = createFakeCluster({
    runRank: async (rank) => {
      const instance = rank.context.instance ?? '';
      if (rank.context.stage !== 'train') return fakeRankResult(rank);
      started.push(instance);
      if (instance === 'train.wide') return workUntilCancelled();
      while (!started.includes('train.wide')) await new Promise((next) => setTimeout(next, 50));
      throw activityFailure(mistake);
    },
  });
  const { error, progress } = await failureOf(run(cluster, { ...input, variants }));
  expect(error).toEqual(mistake.serialize());
  expect(progress.stages.slice(-2)).toMatchObject([
    { id: 'train.wide', name: 'train', status: 'cancelled' },
    { id: 'train.deep', name: 'train', status: 'failed' },
  ]);
  expect(cluster.held.size).toBe(0);
});
