import { EspalierError, type RunProgress } from '@espalier/domain';
import { attemptsQuery, cancelSignal, progressQuery } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
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

beforeEach(async () => {
  env = await startTimeSkippingServer();
});

afterEach(() => env.teardown());

const start = (cluster: FakeCluster) => startRun(env, bundle, cluster);

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

test('a gang that dies in the same way at the same step is given up after three times, and says how', async () => {
  const details = {
    phase: 'training',
    doneSteps: 40,
    stepsAMoment: 3,
    signal: 'SIGSEGV',
    exitCode: null,
    rank: 0,
  };
  const death = new EspalierError('workflow.rank-died', 'Rank 0 ended by SIGSEGV.', { details });
  const cluster = createFakeCluster({
    async runRank(input) {
      if (input.context.stage !== 'train') return fakeRankResult(input);
      if (input.rank === 0) throw activityFailure(death);
      return workUntilCancelled();
    },
  });
  await using run = await start(cluster);
  const failed: unknown = await run.handle.result().catch((error: unknown) => error);
  if (!(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure)) throw failed;
  const [error, progress] = (failed.cause.details ?? []) as [unknown, RunProgress];
  expect(error).toMatchObject({
    code: 'workflow.gang-exhausted',
    details: { sameDeaths: 3, cause: death.serialize() },
  });
  const train = progress.stages.find(({ name }) => name === 'train');
  expect(train).toMatchObject({
    status: 'failed',
    attempt: 3,
    lastFailure: { attempt: 3, error: death.serialize() },
  });
  expect(gangCalls(cluster, 'train').filter((call) => call.startsWith('acquireGang'))).toHaveLength(3);
  expect(cluster.held.size).toBe(0);
});

test('an attempt that failed is told while the next one runs, and of a lost host its name', async () => {
  const cluster = createFakeCluster({
    async runRank(input) {
      if (input.context.stage !== 'fit-encoder') return fakeRankResult(input);
      if (isFirstTry(input, 'fit-encoder', 0)) return Context.current().cancelled;
      return workUntilCancelled();
    },
  });
  await using run = await start(cluster);
  await expect.poll(() => gangCalls(cluster, 'fit-encoder').length, { timeout: 30_000 }).toBeGreaterThan(6);
  const { workflowId } =
    (await run.handle.query(progressQuery)).stages.find(({ name }) => name === 'fit-encoder') ?? {};
  expect(await env.client.workflow.getHandle(workflowId ?? '').query(attemptsQuery)).toMatchObject({
    attempt: 2,
    lastFailure: {
      attempt: 1,
      error: {
        code: 'workflow.host-lost',
        message: 'A worker process stopped answering: host-0, with rank 0 of stage fit-encoder.',
        details: { rank: 0, attempt: 1, hostId: 'host-0' },
      },
    },
    attempts: [
      { attempt: 1, endedAtMs: expect.any(Number), failure: { code: 'workflow.host-lost' } },
      { attempt: 2, begunAtMs: expect.any(Number), endedAtMs: null, failure: null },
    ],
  });
  await run.handle.signal(cancelSignal, 'seen enough');
  await run.handle.result();
});

test('a gang that dies again and again, but after a new checkpoint each time, goes on without a pause', async () => {
  const deaths = 60;
  const cluster = createFakeCluster({
    worldSize: 1,
    savedSteps: (token) => 40 * (token - 1),
    async runRank(input) {
      if (input.context.stage !== 'train' || input.context.token > deaths) return fakeRankResult(input);
      // As a rank does that waits for what the others still do.
      const details = { phase: 'waiting', doneSteps: 400, signal: 'SIGKILL', stepsAMoment: 0 };
      const died = new EspalierError('workflow.rank-died', 'Rank 0 was ended by SIGKILL.', { details });
      throw activityFailure(died);
    },
  });
  await using run = await start(cluster);
  const { progress } = await run.handle.result();
  expect(progress.status).toBe('succeeded');
  expect(
    cluster.calls.find(({ activity, stage }) => activity === 'commitGang' && stage === 'train')?.token,
  ).toBe(deaths + 1);
});

test('ranks that lose each other at the same step are given up after three times, though none died', async () => {
  const lost = (rank: number) =>
    new EspalierError('workflow.peer-lost', `Rank ${rank} lost the others.`, {
      details: { phase: 'training', doneSteps: 40 + rank, stepsAMoment: 3 },
    });
  const cluster = createFakeCluster({
    async runRank(input) {
      if (input.context.stage === 'train') throw activityFailure(lost(input.rank));
      return fakeRankResult(input);
    },
  });
  await using run = await start(cluster);
  const failed: unknown = await run.handle.result().catch((error: unknown) => error);
  if (!(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure)) throw failed;
  expect(failed.cause.details?.[0]).toMatchObject({
    code: 'workflow.gang-exhausted',
    message: expect.stringMatching(
      /^The ranks lost each other 3 times at the same step, though none died, the last time: /,
    ),
    details: { sameDeaths: 3, cause: { code: 'workflow.peer-lost' } },
  });
});

test('a lost peer whose cause nobody told names the host that said nothing', async () => {
  const cluster = createFakeCluster({
    async runRank(input) {
      if (isFirstTry(input, 'fit-encoder', 1)) {
        throw activityFailure(new EspalierError('workflow.peer-lost', 'A collective failed.'));
      }
      if (isFirstTry(input, 'fit-encoder', 0)) return Context.current().cancelled;
      return fakeRankResult(input);
    },
  });
  await using run = await start(cluster);
  const { progress } = await run.handle.result();
  const stage = progress.stages.find(({ name }) => name === 'fit-encoder');
  expect(stage).toMatchObject({
    attempt: 2,
    lastFailure: {
      attempt: 1,
      error: {
        code: 'workflow.peer-lost',
        message: expect.stringContaining('Nothing was heard of host-0 with rank 0'),
        details: { silentHosts: ['host-0'] },
      },
    },
  });
});
