/** Many runs that wait for slots that there are not: whoever has work to do is not kept from it, and all end when told to. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { connectRedis, listSlots } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { orchestratorTaskQueue, type runGraph } from '@espalier/workflows';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leakingSpec, writeLeakingLog } from './leaking-log.js';
import { OwnStack } from './own-stack.js';

/** `npm run test:waiting` asks for hundreds. */
const waiters = Number(process.env.ESPALIER_TEST_WAITERS ?? 60);

let stack: OwnStack;
let client: EspalierClient;
let temporal: Client;
let redis: ReturnType<typeof connectRedis>;
let spec: string;

beforeAll(async () => {
  stack = await OwnStack.start();
  const settings = loadSettings({ ESPALIER_HOME: stack.homeDir });
  client = await connectClient(settings);
  const { address, namespace } = settings.temporal;
  temporal = new Client({ connection: await Connection.connect({ address }), namespace });
  redis = connectRedis(settings.redis.url);
  await writeLeakingLog(stack.dir);
  spec = join(stack.dir, 'leak.yaml');
  await writeFile(spec, leakingSpec);
});

afterAll(async () => {
  redis?.disconnect();
  await temporal?.connection.close();
  await client?.close();
  await stack?.[Symbol.asyncDispose]();
});

type Input = Parameters<typeof runGraph>[0];

/** What a run was started with, for starting more of its kind. */
async function inputOf(runId: string): Promise<Input> {
  const { events } = await temporal.workflow.getHandle(runId).fetchHistory();
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return JSON.parse(Buffer.from(payload?.data ?? []).toString()) as Input;
}

/** As many starts of one submitted run, whose gang is larger than all hosts together. */
async function startWaiters(): Promise<string[]> {
  const { runId } = await stack.json<{ runId: string }>('run', spec, '--set', 'encoder.workers=5');
  const input = await inputOf(runId);
  const others = Array.from({ length: waiters - 1 }, (_, i) => `${runId}-${i}`);
  for (const workflowId of others) {
    await temporal.workflow.start<typeof runGraph>('runGraph', {
      workflowId,
      taskQueue: orchestratorTaskQueue,
      args: [{ ...input, runId: workflowId }],
      memo: { pipeline: input.pipeline },
    });
  }
  return [runId, ...others];
}

async function phaseOf(runId: string): Promise<string> {
  const { activities } = await client.progress(runId);
  return activities.map(({ progress }) => (progress.kind === 'rank' ? progress.phase : '')).join();
}

const slotStates = async () => (await listSlots(redis)).map(({ state }) => state);

/** Everything in Redis that names the run. */
async function mentions(runId: string): Promise<string[]> {
  const found: string[] = [];
  for (const key of await redis.keys('*')) {
    const text = (await redis.type(key)) === 'hash' ? JSON.stringify(await redis.hgetall(key)) : '';
    if (key.includes(runId) || text.includes(runId)) found.push(key);
  }
  return found;
}

test(`${waiters} runs that wait for slots keep no other from starting, working, committing and publishing`, {
  timeout: 600_000 + waiters * 4_000,
}, async () => {
  const alone = await stack.json<RunReport>('run', spec, '--wait');
  expect(alone.status).toBe('succeeded');
  const runIds = await startWaiters();
  const last = runIds.at(-1) ?? '';
  await expect
    .poll(() => phaseOf(last), { timeout: waiters * 1_500 })
    .toMatch(/waiting for 5 encoder slots, but there are 2: start more hosts/);
  expect(new Set(await slotStates())).toEqual(new Set(['free']));

  const startedAtMs = Date.now();
  const cached = await stack.json<RunReport>('run', spec, '--wait');
  expect(cached.status).toBe('succeeded');
  expect(cached.stages.filter(({ cached: hit }) => !hit).map(({ name }) => name)).toEqual([
    'plan',
    'publish',
  ]);
  expect(Date.now() - startedAtMs, 'ms of a cached run').toBeLessThan(20_000);
  expect((await stack.json<RunReport>('run', spec, '--wait', '--set', 'seed=5')).status).toBe('succeeded');

  const cancelledAtMs = Date.now();
  await Promise.all(runIds.map((runId) => client.cancel(runId, 'enough')));
  const ends = await Promise.all(runIds.map((runId) => client.wait(runId)));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  expect(Date.now() - cancelledAtMs, 'ms to cancel all').toBeLessThan(20_000 * Math.max(1, waiters / 60));
  await expect.poll(() => mentions(runIds[0] ?? ''), { timeout: 60_000 }).toEqual([]);
});

test.each([
  { end: 'terminated', limits: {} },
  { end: 'timed out', limits: { workflowExecutionTimeout: '25s' } },
])(
  'a run that is $end in Temporal while its ranks train: slots free in 10 s, nothing in Redis',
  async ({ end, limits }) => {
    const runId = `leak-${end.replace(' ', '-')}`;
    const settings = [
      ...['--set', 'training.epochs=10000', '--set', 'training.earlyStopping.patience=10000'],
      ...['--set', `seed=${end.length}`],
    ];
    const submitted = await stack.json<{ runId: string }>('run', spec, ...settings);
    const input = await inputOf(submitted.runId);
    await client.cancel(submitted.runId, 'only its input was wanted');
    await client.wait(submitted.runId);
    const run = await temporal.workflow.start<typeof runGraph>('runGraph', {
      workflowId: runId,
      taskQueue: orchestratorTaskQueue,
      args: [{ ...input, runId }],
      ...limits,
    });
    const watched = stack.espalier('show', runId, '--wait');
    await expect.poll(slotStates, { timeout: 60_000, interval: 500 }).toContain('running');
    await expect
      .poll(
        async () =>
          (await client.progress(runId)).progress.stages.find(({ name }) => name === 'train')?.status,
        {
          timeout: 60_000,
        },
      )
      .toBe('running');
    await expect.poll(slotStates, { timeout: 30_000, interval: 250 }).toContain('running');
    if (end === 'terminated') await run.terminate('by hand');
    else await run.result().catch(() => undefined);
    const endedAtMs = Date.now();
    await expect.poll(slotStates, { timeout: 10_000, interval: 250 }).not.toContain('running');
    await expect
      .poll(async () => new Set(await slotStates()), { timeout: 10_000 })
      .toEqual(new Set(['free']));
    expect(Date.now() - endedAtMs).toBeLessThan(10_000);
    const { exitCode, stdout, stderr } = await watched;
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toMatch(end === 'terminated' ? /terminated in Temporal: by hand/ : /time limit/);
    await expect.poll(() => mentions(runId), { timeout: 30_000 }).toEqual([]);
    await sleep(1_000);
    expect(await mentions(runId)).toEqual([]);
  },
);
