/** Runs that Temporal ends while their ranks work: nobody else may wait for what they held. */
import { setTimeout as sleep } from 'node:timers/promises';
import { orchestratorTaskQueue, type runGraph } from '@espalier/workflows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { RunInternals } from './run-internals.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let internals: RunInternals;
let spec: string;

beforeAll(async () => {
  stack = await sharedStack();
  internals = await RunInternals.of(stack.homeDir);
  spec = await writeLeakingPipeline(stack.dir);
});

afterAll(() => internals?.[Symbol.asyncDispose]());

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
    const input = await internals.inputOf(submitted.runId);
    await internals.client.cancel(submitted.runId, 'only its input was wanted');
    await internals.client.wait(submitted.runId);
    const run = await internals.temporal.workflow.start<typeof runGraph>('runGraph', {
      workflowId: runId,
      taskQueue: orchestratorTaskQueue,
      args: [{ ...input, runId }],
      ...limits,
    });
    const watched = stack.espalier('show', runId, '--wait');
    await expect.poll(() => internals.slotStates(), { timeout: 60_000, interval: 500 }).toContain('running');
    await expect
      .poll(
        async () =>
          (await internals.client.progress(runId)).progress.stages.find(({ name }) => name === 'train')
            ?.status,
        {
          timeout: 60_000,
        },
      )
      .toBe('running');
    await expect.poll(() => internals.slotStates(), { timeout: 30_000, interval: 250 }).toContain('running');
    if (end === 'terminated') await run.terminate('by hand');
    else await run.result().catch(() => undefined);
    const endedAtMs = Date.now();
    await expect
      .poll(() => internals.slotStates(), { timeout: 10_000, interval: 250 })
      .not.toContain('running');
    await expect
      .poll(async () => new Set(await internals.slotStates()), { timeout: 10_000 })
      .toEqual(new Set(['free']));
    expect(Date.now() - endedAtMs).toBeLessThan(10_000);
    const { exitCode, stdout, stderr } = await watched;
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toMatch(end === 'terminated' ? /terminated in Temporal: by hand/ : /time limit/);
    await expect.poll(() => internals.mentions(runId), { timeout: 30_000 }).toEqual([]);
    await sleep(1_000);
    expect(await internals.mentions(runId)).toEqual([]);
  },
);
