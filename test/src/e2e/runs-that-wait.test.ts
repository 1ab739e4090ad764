/** Many runs that wait, for slots that there are not or for workers that don't answer: whoever has work to do is not kept from it, and all end when told to. */
import type { RunReport } from '@espalier/domain';
import { orchestratorTaskQueue, type runGraph } from '@espalier/workflows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import { OwnStack } from './own-stack.js';
import { RunInternals } from './run-internals.js';

/** `npm run test:waiting` asks for hundreds. */
const waiters = Number(process.env.ESPALIER_TEST_WAITERS ?? 40);
const half = Math.ceil(waiters / 2);

let stack: OwnStack;
let internals: RunInternals;
let spec: string;

beforeAll(async () => {
  stack = await OwnStack.start();
  internals = await RunInternals.of(stack.homeDir);
  spec = await writeLeakingPipeline(stack.dir);
});

afterAll(async () => {
  await internals?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

/** As many starts of one submitted run. @returns their IDs */
async function startAlike(runId: string, count: number): Promise<string[]> {
  const input = await internals.inputOf(runId);
  const others = Array.from({ length: count - 1 }, (_, i) => `${runId}-${i}`);
  for (const workflowId of others) {
    await internals.temporal.workflow.start<typeof runGraph>('runGraph', {
      workflowId,
      taskQueue: orchestratorTaskQueue,
      args: [{ ...input, runId: workflowId }],
      memo: { pipeline: input.pipeline },
    });
  }
  return [runId, ...others];
}

/** What the run says it waits for. */
async function phaseOf(runId: string): Promise<string> {
  const { activities } = await internals.client.progress(runId);
  return activities.map(({ progress }) => (progress.kind === 'rank' ? progress.phase : '')).join();
}

/** Runs whose gang is larger than all hosts together, all of which wait. */
async function startWaitingForSlots(count: number): Promise<string[]> {
  const { runId } = await stack.json<{ runId: string }>(
    'run',
    spec,
    '--set',
    'encoder.workers=5',
    '--set',
    'encoder.distribute=rows',
  );
  const runIds = await startAlike(runId, count);
  const last = runIds.at(-1) ?? '';
  await expect
    .poll(() => phaseOf(last), { timeout: waiters * 1_500 })
    .toMatch(/waiting for 5 encoder slots, but there are 2: start more hosts/);
  expect(new Set(await internals.slotStates())).toEqual(new Set(['free']));
  return runIds;
}

/** Runs whose shards nobody takes, while the feature workers are stopped. */
async function startWaitingForShards(count: number): Promise<string[]> {
  const { runId } = await stack.json<{ runId: string }>('run', spec, '--no-cache');
  const runIds = await startAlike(runId, count);
  const last = runIds.at(-1) ?? '';
  const shards = async () => {
    const { activities } = await internals.client.progress(last);
    return activities.map(({ progress }) => (progress.kind === 'fanout' ? progress.doneShards : null));
  };
  await expect.poll(shards, { timeout: waiters * 1_500 }).toEqual([0]);
  return runIds;
}

function signalFeatureWorkers(signal: 'SIGSTOP' | 'SIGCONT'): void {
  const workers = stack.processes().filter(({ title }) => title === 'espalier-feature');
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers) process.kill(pid, signal);
}

/** Every stage but those that always run comes from the cache, in time. */
async function expectCachedRun(): Promise<void> {
  const startedAtMs = Date.now();
  const cached = await stack.json<RunReport>('run', spec, '--wait');
  expect(cached.status).toBe('succeeded');
  expect(cached.stages.filter(({ cached: hit }) => !hit).map(({ name }) => name)).toEqual([
    'plan',
    'publish',
  ]);
  expect(Date.now() - startedAtMs, 'ms of a cached run').toBeLessThan(20_000);
}

async function cancelAll(runIds: readonly string[]): Promise<void> {
  const cancelledAtMs = Date.now();
  await Promise.all(runIds.map((runId) => internals.client.cancel(runId, 'enough')));
  const ends = await Promise.all(runIds.map((runId) => internals.client.wait(runId)));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  expect(Date.now() - cancelledAtMs, 'ms to cancel all').toBeLessThan(20_000 * Math.max(1, waiters / 60));
  await expect.poll(() => internals.mentions(runIds[0] ?? ''), { timeout: 60_000 }).toEqual([]);
}

test(`${waiters} runs that wait, half for slots and half for shards, keep no other from starting, working, committing and publishing`, {
  timeout: 600_000 + waiters * 4_000,
}, async () => {
  const alone = await stack.json<RunReport>('run', spec, '--wait');
  expect(alone.status).toBe('succeeded');
  const forSlots = await startWaitingForSlots(half);
  signalFeatureWorkers('SIGSTOP');
  try {
    const forShards = await startWaitingForShards(half);
    await expectCachedRun();
    await cancelAll(forShards);
  } finally {
    signalFeatureWorkers('SIGCONT');
  }
  await expectCachedRun();
  expect((await stack.json<RunReport>('run', spec, '--wait', '--set', 'seed=5')).status).toBe('succeeded');
  await cancelAll(forSlots);
});

test("a run over its team's quota waits and says so, others go past it, and what is made needs no slot: teams are in no key", {
  timeout: 180_000,
}, async () => {
  await stack.json('quota', 'set', 'nightly', '--encoder-slots', '0');
  const team = ['--set', 'fleet.team=nightly'];
  // All that gangs would make is there already.
  const cached = await stack.json<RunReport>('run', spec, '--wait', ...team, '--priority', '5');
  expect(cached.stages.filter(({ cached: hit }) => !hit).map(({ name }) => name)).toEqual([
    'plan',
    'publish',
  ]);
  const changed = ['--set', 'seed=6'];
  const { obstacle } = await stack.json<{ obstacle: { kind: string; text: string } }>(
    'plan',
    spec,
    ...team,
    ...changed,
  );
  expect([obstacle.kind, obstacle.text]).toEqual([
    'over-quota',
    expect.stringMatching(/the quota of team nightly is 0: .*espalier quota set nightly --encoder-slots/),
  ]);
  const { runId } = await stack.json<{ runId: string }>('run', spec, ...team, ...changed, '--priority', '10');
  await expect
    .poll(() => phaseOf(runId), { timeout: 60_000 })
    .toMatch(/the quota of team nightly is 0: an admin changes it/);
  const other = await stack.json<RunReport>('run', spec, '--wait', '--set', 'seed=7');
  expect(other.status).toBe('succeeded');
  const { quotas } = await stack.json<{ quotas: { team: string; held: unknown }[] }>('quota', 'list');
  expect(quotas).toMatchObject([{ team: 'nightly', held: { encoder: 0, trainer: 0 } }]);
  await stack.json('quota', 'remove', 'nightly');
  expect((await internals.client.wait(runId)).status).toBe('succeeded');
});
