import { EspalierError, type StageName } from '@espalier/domain';
import { cancelSignal, type GangRequest, type RankInput, type trainPipeline } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeInput,
  fakeRankResult,
  workUntilCancelled,
} from './fake-cluster.js';
import { bundleWorkflows, startFakeWorkers } from './run-on-fakes.js';
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

async function start(cluster: FakeCluster) {
  const workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const input = fakeInput();
  const handle = await env.client.workflow.start<typeof trainPipeline>('trainPipeline', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
  });
  return { handle, workers, [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose]() };
}

/** What became of one stage's gang: acquire, ranks and release with the token of each. */
function gangCalls(cluster: FakeCluster, stage: StageName): string[] {
  const names: readonly string[] = ['acquireGang', 'runRank', 'releaseGang'];
  return cluster.calls
    .filter((call) => call.stage === stage && names.includes(call.activity))
    .map(({ activity, token }) => `${activity} ${token}`);
}

const wholeAttempt = (token: number) => [
  `acquireGang ${token}`,
  `runRank ${token}`,
  `runRank ${token}`,
  `releaseGang ${token}`,
];

const isFirstTry = ({ context, rank }: RankInput, stage: StageName, failing: number): boolean =>
  context.stage === stage && context.token === 1 && rank === failing;

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
    expect(cluster.calls.find(({ activity }) => activity === 'commitNetwork')?.token).toBe(2);
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

test("a user's mistake in one rank fails the run at once, whatever its peers say", async () => {
  const mistake = new EspalierError('trainer.nan-loss', 'The loss of income became NaN at step 12.');
  const echo = new EspalierError('workflow.peer-lost', 'Rank 0 lost rank 1.');
  const cluster = createFakeCluster({
    async runRank({ rank, context }) {
      if (context.stage === 'fit-encoder') throw activityFailure(rank === 0 ? echo : mistake);
      return expect.unreachable();
    },
  });
  await using run = await start(cluster);
  const failed: unknown = await run.handle.result().catch((error: unknown) => error);
  if (!(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure)) throw failed;
  expect(failed.cause.details?.[0]).toEqual(mistake.serialize());
  expect(gangCalls(cluster, 'fit-encoder')).toEqual(wholeAttempt(1));
  expect(cluster.held.size).toBe(0);
});

test('a gang that dies again and again is given up, with the last death as the cause', async () => {
  const death = new EspalierError('workflow.rank-died', 'Rank 0 was ended by SIGKILL.');
  const cluster = createFakeCluster({
    worldSize: 1,
    async runRank() {
      throw activityFailure(death);
    },
  });
  await using run = await start(cluster);
  const failed: unknown = await run.handle.result().catch((error: unknown) => error);
  if (!(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure)) throw failed;
  expect(failed.cause.details?.[0]).toMatchObject({
    code: 'workflow.gang-exhausted',
    details: { attempts: 40, cause: death.serialize() },
  });
  const tokens = cluster.calls.filter(({ activity }) => activity === 'acquireGang').map(({ token }) => token);
  expect(tokens).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect(cluster.held.size).toBe(0);
});

test('a gang that dies again and again, but after a new checkpoint each time, goes on without a pause', async () => {
  const deaths = 60;
  const cluster = createFakeCluster({
    worldSize: 1,
    savedSteps: (token) => 40 * (token - 1),
    async runRank(input) {
      if (input.context.stage !== 'train' || input.context.token > deaths) return fakeRankResult(input);
      throw activityFailure(new EspalierError('workflow.rank-died', 'Rank 0 was ended by SIGKILL.'));
    },
  });
  await using run = await start(cluster);
  const { progress } = await run.handle.result();
  expect(progress.status).toBe('succeeded');
  expect(cluster.calls.find(({ activity }) => activity === 'commitNetwork')?.token).toBe(deaths + 1);
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
