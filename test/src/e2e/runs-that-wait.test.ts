/** Many runs that wait for slots that there are not: whoever has work to do is not kept from it, and all end when told to. */
import type { RunReport } from '@espalier/domain';
import { orchestratorTaskQueue, type runGraph } from '@espalier/workflows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import { OwnStack } from './own-stack.js';
import { RunInternals } from './run-internals.js';

/** `npm run test:waiting` asks for hundreds. */
const waiters = Number(process.env.ESPALIER_TEST_WAITERS ?? 60);

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

/** As many starts of one submitted run, whose gang is larger than all hosts together. */
async function startWaiters(): Promise<string[]> {
  const { runId } = await stack.json<{ runId: string }>('run', spec, '--set', 'encoder.workers=5');
  const input = await internals.inputOf(runId);
  const others = Array.from({ length: waiters - 1 }, (_, i) => `${runId}-${i}`);
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

async function phaseOf(runId: string): Promise<string> {
  const { activities } = await internals.client.progress(runId);
  return activities.map(({ progress }) => (progress.kind === 'rank' ? progress.phase : '')).join();
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
  expect(new Set(await internals.slotStates())).toEqual(new Set(['free']));

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
  await Promise.all(runIds.map((runId) => internals.client.cancel(runId, 'enough')));
  const ends = await Promise.all(runIds.map((runId) => internals.client.wait(runId)));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  expect(Date.now() - cancelledAtMs, 'ms to cancel all').toBeLessThan(20_000 * Math.max(1, waiters / 60));
  await expect.poll(() => internals.mentions(runIds[0] ?? ''), { timeout: 60_000 }).toEqual([]);
});
