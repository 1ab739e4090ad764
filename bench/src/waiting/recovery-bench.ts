/** `bench recovery`: how long a training stands still whose rank is killed, stopped, or hangs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadedSpec, loadSpec } from '@espalier/spec';
import { status } from '@espalier/stack';
import { censusPipelinePath } from '../census/census-example.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';
import { hangProcess } from './hang-process.js';
import { trainerRanks } from './rank-processes.js';

const kills = 7;
const hangs = 3;
const pollMs = 100;
const patienceMs = 300_000;
/** Steps until a checkpoint may lie behind, and the training goes as it will. */
const trainedMs = 3_000;
const mostSecondsAfterKill = 3;
const mostSecondsAfterHang = 15;
/** It trains for longer than anything here takes. */
const sets = ['training.epochs=200', 'training.earlyStopping.patience=10000'];

type Strike = 'SIGKILL' | 'SIGSTOP' | 'hang';

/** When rank 0 told of the first step of its training, once for each attempt, in milliseconds since the epoch. */
async function firstSteps({ client, logOf }: BenchStack, runId: string, attempts: number): Promise<number[]> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const log = await logOf(runId);
    const steps = log.filter(
      ({ stage, phase, rank }) => stage === 'train' && phase === 'training' && rank === 0,
    );
    if (steps.length >= attempts) return steps.map(({ time }) => time);
    const { progress } = await client.progress(runId);
    if (progress.status !== 'running' || performance.now() > deadlineMs) {
      const reason = progress.error?.message ?? progress.status;
      throw new Error(`run ${runId} made no first step of attempt ${attempts}: ${reason}`);
    }
    await sleep(pollMs);
  }
}

/** Seconds from the strike to the first step after it; the run is cancelled then. */
async function measureRecovery(stack: BenchStack, loaded: LoadedSpec, strike: Strike): Promise<number> {
  const { runId } = await stack.client.submit(loaded);
  await firstSteps(stack, runId, 1);
  await sleep(trainedMs);
  const ranks = trainerRanks(await status({ settings: stack.settings }));
  const [victim] = ranks;
  if (victim === undefined || ranks.length !== loaded.spec.training.workers) {
    throw new Error(`run ${runId} trains with ${ranks.length} ranks`);
  }
  // It hangs when this returns.
  if (strike === 'hang') await hangProcess(victim);
  else process.kill(victim, strike);
  const struckAtMs = Date.now();
  const [, stepAtMs] = await firstSteps(stack, runId, 2);
  await stack.client.cancel(runId, 'it has recovered');
  await stack.client.wait(runId);
  return ((stepAtMs ?? Number.NaN) - struckAtMs) / 1000;
}

async function measureAll(
  stack: BenchStack,
  loaded: LoadedSpec,
  strike: Strike,
  rounds: number,
): Promise<number[]> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const seconds = await measureRecovery(stack, loaded, strike);
    measured.push(seconds);
    say(`${strike}, round ${round + 1} of ${rounds}: ${seconds.toFixed(2)} s`);
  }
  return measured;
}

export async function benchRecovery(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath, { sets });
  const { workers, rankSilenceTimeout } = loaded.spec.training;
  const { killed, stopped, hung } = await withStack(async (stack) => ({
    killed: await measureAll(stack, loaded, 'SIGKILL', kills),
    stopped: await measureAll(stack, loaded, 'SIGSTOP', hangs),
    hung: await measureAll(stack, loaded, 'hang', hangs),
  }));
  const hangLimit = { limit: mostSecondsAfterHang, better: 'lower' } as const;
  return {
    results: [
      result(figure('killed-to-step', killed, 's'), { limit: mostSecondsAfterKill, better: 'lower' }),
      result(figure('stopped-to-step', stopped, 's'), hangLimit),
      result(figure('hung-to-step', hung, 's'), hangLimit),
    ],
    baselines: [],
    notes: [
      `The census example, ${workers} ranks, ${sets.join(', ')}; a run for each round, on one stack. A rank is struck ${trainedMs / 1000} s after the first step.`,
      'killed, stopped: from SIGKILL and SIGSTOP to the first step of the gang that follows, as rank 0’s host hears of it.',
      `hung: the same of a rank whose program waits for what never comes; it is given training.rankSilenceTimeout, ${rankSilenceTimeout} s by default.`,
    ],
  };
}
