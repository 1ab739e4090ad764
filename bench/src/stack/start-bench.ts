/** `bench start`: from the train stage's start to the end of the first optimizer step, on a stack that is up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadedSpec, loadSpec } from '@espalier/spec';
import { censusPipelinePath } from '../census/census-example.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from './bench-stack.js';

const rounds = 5;
const pollMs = 100;
const patienceMs = 300_000;

/** Seconds; the run is cancelled after its first step, so that its training is never cached. */
async function measureStart({ client, logOf }: BenchStack, loaded: LoadedSpec): Promise<number> {
  const { runId } = await client.submit(loaded);
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const { progress } = await client.progress(runId);
    const train = progress.stages.find(({ name }) => name === 'train');
    const log = await logOf(runId);
    const step = log.find(
      ({ stage, phase, rank }) => stage === 'train' && phase === 'training' && rank === 0,
    );
    if (train?.startedAtMs != null && step !== undefined) {
      await client.cancel(runId, 'the first step is done');
      await client.wait(runId);
      return (step.time - train.startedAtMs) / 1000;
    }
    if (progress.status !== 'running' || performance.now() > deadlineMs) {
      throw new Error(`run ${runId} made no first step: ${progress.error?.message ?? progress.status}`);
    }
    await sleep(pollMs);
  }
}

export async function benchStart(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath);
  const { workers, batchSize } = loaded.spec.training;
  const seconds = await withStack(async (stack) => {
    const measured: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const seconds = await measureStart(stack, loaded);
      measured.push(seconds);
      say(`round ${round + 1} of ${rounds}: ${seconds.toFixed(2)} s`);
    }
    return measured;
  });
  return {
    results: [result(figure('train-to-first-step', seconds, 's'), { limit: 2, better: 'lower' })],
    baselines: [],
    notes: [
      `The census example, ${workers} ranks, batch ${batchSize}, ${rounds} runs one after another on one stack.`,
      "Begins where the workflow starts the train stage; ends when rank 0's first step has come to its host. Between: cache look-up, slots, processes, loading rows and TensorFlow, meeting of the ranks, the step.",
    ],
  };
}
