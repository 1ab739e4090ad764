/** Runs whose champion is watched: nothing is trained before it was scored, and a watch that fails takes no run down; a cancelled run ends with it. */
import { EspalierError } from '@espalier/domain';
import { cancelSignal, graphOfTraining, progressQuery, type runGraph } from '@espalier/workflows';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeInput,
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

const input = () => fakeInput('feed', graphOfTraining({ watchesChampion: true, checksData: true }));
const { orchestrator: plain } = createFakeCluster();

async function start(cluster: FakeCluster) {
  const run = input();
  return env.client.workflow.start<typeof runGraph>('runGraph', {
    workflowId: run.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [run],
  });
}

test('nothing is checked or trained before the champion was scored', async () => {
  const cluster = createFakeCluster();
  await using _workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const { progress, manifests } = await (await start(cluster)).result();
  expect(progress.status).toBe('succeeded');
  expect(Object.keys(manifests)).toContain('watch');
  const at = (stage: string, activity: string) =>
    cluster.calls.findIndex((call) => call.stage === stage && call.activity === activity);
  const scored = at('watch', 'foldShards');
  expect(scored).toBeGreaterThan(0);
  expect(at('check', 'resolveStage')).toBeGreaterThan(scored);
  expect(at('fit-encoder', 'resolveStage')).toBeGreaterThan(scored);
});

test('a watch that fails is told of, and the run goes on without', async () => {
  const error = new EspalierError('features.corrupt-source', 'The newest day is corrupt.');
  const cluster = createFakeCluster({
    orchestrator: {
      fanOutShards: (context) =>
        context.stage === 'watch' ? Promise.reject(activityFailure(error)) : plain.fanOutShards(context),
    },
  });
  await using _workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const { progress, manifests } = await (await start(cluster)).result();
  expect(progress).toMatchObject({ status: 'succeeded', error: null });
  expect(progress.stages.find(({ name }) => name === 'watch')).toMatchObject({
    status: 'failed',
    lastFailure: { attempt: 1, error: { code: error.code, message: error.message } },
  });
  expect(Object.keys(manifests)).toEqual(expect.not.arrayContaining(['watch']));
  expect(manifests.publish).toBeDefined();
});

test('a run that is cancelled while its champion is scored ends as cancelled', async () => {
  const cluster = createFakeCluster({
    orchestrator: {
      fanOutShards: (context) =>
        context.stage === 'watch' ? workUntilCancelled() : plain.fanOutShards(context),
    },
  });
  await using _workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const run = await start(cluster);
  await expect
    .poll(() => cluster.calls.some(({ stage, activity }) => stage === 'watch' && activity === 'fanOutShards'))
    .toBe(true);
  // The time-skipping server loses a task whose activity ends just as it is cancelled, and the run with it.
  const extract = async () =>
    (await run.query(progressQuery)).stages.find(({ name }) => name === 'extract')?.status;
  await expect.poll(extract, { timeout: 10_000 }).toBe('succeeded');
  await run.signal(cancelSignal, 'no longer wanted');
  const { progress } = await run.result();
  expect(progress).toMatchObject({
    status: 'cancelled',
    error: { message: expect.stringContaining('no longer wanted') },
  });
  expect(cluster.stagesWith('acquireGang')).toEqual([]);
});
