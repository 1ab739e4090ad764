import { EspalierError } from '@espalier/domain';
import { cancelSignal, type GangRequest } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeManifest,
  fakeRankResult,
  workUntilCancelled,
} from './fake-cluster.js';
import { gangCalls, isFirstTry, startRun, wholeAttempt } from './gang-run.js';
import { bundleWorkflows } from './run-on-fakes.js';
import { quietRuntime, startTimeSkippingServer } from './time-skipping-server.js';

let env: TestWorkflowEnvironment;
let bundle: WorkflowBundle;

beforeAll(async () => {
  quietRuntime();
  bundle = await bundleWorkflows();
});

// A worker that stops in the middle of its work leaves the test server's clock unable to jump: one server a test.
beforeEach(async () => {
  env = await startTimeSkippingServer();
});

afterEach(() => env.teardown());

const start = (cluster: FakeCluster) => startRun(env, bundle, cluster);

describe('a gang starts again, under the next token and with its slots given back first', () => {
  test('after a rank died, though its peers only wait', async () => {
    const cluster = createFakeCluster({
      async runRank(input) {
        if (isFirstTry(input, 'train', 1)) {
          throw activityFailure(new EspalierError('workflow.rank-died', 'Rank 1 was ended by SIGKILL.'));
        }
        return isFirstTry(input, 'train', 0) ? workUntilCancelled() : fakeRankResult(input);
      },
    });
    await using run = await start(cluster);
    const { progress } = await run.handle.result();
    expect(progress.status).toBe('succeeded');
    expect(gangCalls(cluster, 'fit-encoder')).toEqual(wholeAttempt(1));
    expect(gangCalls(cluster, 'train')).toEqual([...wholeAttempt(1), ...wholeAttempt(2)]);
    expect(
      cluster.calls.find(({ activity, stage }) => activity === 'commitGang' && stage === 'train')?.token,
    ).toBe(2);
    expect(cluster.held.size).toBe(0);
  });

  test('after a host fell silent', async () => {
    const cluster = createFakeCluster({
      async runRank(input) {
        if (isFirstTry(input, 'fit-encoder', 0)) return Context.current().cancelled;
        return isFirstTry(input, 'fit-encoder', 1) ? workUntilCancelled() : fakeRankResult(input);
      },
    });
    await using run = await start(cluster);
    expect((await run.handle.result()).progress.status).toBe('succeeded');
    expect(gangCalls(cluster, 'fit-encoder')).toEqual([...wholeAttempt(1), ...wholeAttempt(2)]);
  });

  test('after a host that was granted a slot never took its rank up', async () => {
    const cluster: FakeCluster = createFakeCluster({
      orchestrator: {
        async acquireGang(request: GangRequest) {
          const { gangId, token, stage } = request;
          const isAway = stage === 'train' && token === 1;
          const slots = cluster.hostTaskQueues.map((taskQueue, rank) => ({
            rank,
            hostId: `host-${rank}`,
            slot: 0,
            taskQueue: isAway && rank === 1 ? 'espalier-host-of-an-earlier-incarnation' : taskQueue,
          }));
          return { gangId, token, slots };
        },
      },
      runRank: async (input) =>
        input.context.stage === 'train' && input.context.token === 1
          ? workUntilCancelled()
          : fakeRankResult(input),
    });
    await using run = await start(cluster);
    expect((await run.handle.result()).progress.status).toBe('succeeded');
    expect(gangCalls(cluster, 'train')).toEqual([
      'acquireGang 1',
      'runRank 1',
      'releaseGang 1',
      ...wholeAttempt(2),
    ]);
  });

  test('after a host was stopped in good order, which ends its rank as cancelled', async () => {
    const tries: string[] = [];
    const cluster = createFakeCluster({
      async runRank(input) {
        if (input.context.stage !== 'train' || input.context.token > 4) return fakeRankResult(input);
        tries.push(`rank ${input.rank}`);
        return workUntilCancelled();
      },
    });
    await using run = await start(cluster);
    // More often than a fault of Espalier itself would be forgiven.
    for (const token of [1, 2, 3, 4]) {
      await expect.poll(() => tries.length, { timeout: 20_000 }).toBe(2 * token);
      await run.workers.stopHost(1);
      await run.workers.startHost(1);
    }
    expect((await run.handle.result()).progress.status).toBe('succeeded');
    expect(gangCalls(cluster, 'train')).toEqual([1, 2, 3, 4, 5].flatMap(wholeAttempt));
  });
});

describe('a run that is asked to stop', () => {
  test('ends as cancelled only after its fan-out has cleaned up', async () => {
    let cleanedUp = false;
    const cluster = createFakeCluster({
      orchestrator: {
        async fanOutShards() {
          try {
            return await workUntilCancelled();
          } finally {
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            cleanedUp = true;
          }
        },
      },
    });
    await using run = await start(cluster);
    await expect.poll(() => cluster.stagesWith('fanOutShards'), { timeout: 20_000 }).toEqual(['extract']);
    await run.handle.signal(cancelSignal, 'wrong sample');
    const { progress } = await run.handle.result();
    expect(cleanedUp).toBe(true);
    expect(progress).toMatchObject({
      status: 'cancelled',
      error: { code: 'workflow.cancelled', message: 'The run was cancelled: wrong sample' },
    });
    expect(progress.stages.map(({ status }) => status).slice(0, 3)).toEqual([
      'succeeded',
      'cancelled',
      'waiting',
    ]);
    expect(cluster.stagesWith('resolveStage')).toEqual(['plan', 'extract']);
  });

  test('whose stage ends well all the same begins no other', async () => {
    let begun = false;
    const cluster = createFakeCluster({
      orchestrator: {
        async computeStage(context) {
          begun = true;
          await workUntilCancelled().catch(() => undefined);
          return fakeManifest(context);
        },
      },
    });
    await using run = await start(cluster);
    await expect.poll(() => begun, { timeout: 20_000 }).toBe(true);
    await run.handle.signal(cancelSignal, 'just too late');
    const { progress, manifests } = await run.handle.result();
    expect(progress.status).toBe('cancelled');
    expect(Object.keys(manifests)).toEqual(['plan']);
    const [plan, ...others] = progress.stages;
    expect(plan?.status).toBe('succeeded');
    expect(others.map(({ status, startedAtMs }) => [status, startedAtMs])).toEqual(
      others.map(() => ['waiting', null]),
    );
    const { searchAttributes } = await run.handle.describe();
    expect(searchAttributes.EspalierStage).toEqual(['plan']);
  });

  test.each([
    { by: 'signal', message: 'The run was cancelled: too late' },
    { by: "Temporal's own cancellation", message: 'The run was cancelled.' },
  ])('by $by gives the slots of its gang back and starts no other', async ({ by, message }) => {
    const cluster = createFakeCluster({
      runRank: async (input) =>
        input.context.stage === 'train' ? workUntilCancelled() : fakeRankResult(input),
    });
    await using run = await start(cluster);
    await expect.poll(() => gangCalls(cluster, 'train').length, { timeout: 20_000 }).toBe(3);
    if (by === 'signal') await run.handle.signal(cancelSignal, 'too late');
    else await run.handle.cancel();
    const { progress } = await run.handle.result();
    expect(progress).toMatchObject({ status: 'cancelled', error: { code: 'workflow.cancelled', message } });
    expect(gangCalls(cluster, 'train')).toEqual(wholeAttempt(1));
    expect(cluster.held.size).toBe(0);
  });

  test('while it waits for slots asks for none afterwards', async () => {
    const cluster = createFakeCluster({ orchestrator: { acquireGang: workUntilCancelled } });
    await using run = await start(cluster);
    await expect.poll(() => cluster.stagesWith('acquireGang'), { timeout: 20_000 }).toEqual(['fit-encoder']);
    await run.handle.signal(cancelSignal, 'no hosts');
    expect((await run.handle.result()).progress.status).toBe('cancelled');
    expect(gangCalls(cluster, 'fit-encoder')).toEqual(['acquireGang 1', 'releaseGang 1']);
  });
});
