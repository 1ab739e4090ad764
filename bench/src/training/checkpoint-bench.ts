/** `bench checkpoint`: what checkpoints that go to S3 behind the steps add to the steps' time, at the default spacing. */
import { randomUUID } from 'node:crypto';
import { resolveNativePart } from '@espalier/native';
import { type TrainLoopOptions, trainLoop } from '@espalier/ranker';
import type { S3Settings } from '@espalier/settings';
import { checkpointSpacing, loadSpec } from '@espalier/spec';
import { startTestServers } from '@espalier/stack';
import { createStore, openStage, type Store } from '@espalier/store';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { createCheckpointWriter } from '@espalier/workers/checkpoint-writer';
import { censusPipelinePath } from '../census/census-example.js';
import { interleave } from '../interleave.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { createProblemStep } from './problem-step.js';
import { sourceAtHand } from './source-at-hand.js';

const threads = 2;
const rounds = 31;
/**
 * Of a training of a round. Short ones, many times: over a whole spacing the machine's own ups and downs are larger than what
 * a checkpoint costs.
 */
const trainingSeconds = 2;
/** Steps that tell how long one takes. */
const probeSteps = 200;
/** Where in a training its one checkpoint is taken: past half, or there would be a second. */
const checkpointAt = 0.6;
const batchSizes = [256, 1024] as const;
const stage = 'train';

export async function benchCheckpoint(): Promise<Measurement> {
  const { spec } = await loadSpec(censusPipelinePath);
  const spacing = checkpointSpacing(spec.training.checkpointEvery);
  const spacingMs = (stepMs: number) =>
    'seconds' in spacing ? spacing.seconds * 1000 : spacing.steps * stepMs;
  await using servers = await startTestServers({ parts: ['s3'] });
  const { s3 } = servers.settings;
  const store = createStore(s3);
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
  const results: BenchResult[] = [];
  const baselines: Figure[] = [];
  for (const batchSize of batchSizes) {
    say(`batch ${batchSize}`);
    const { steps, saving, plain } = await measureCase({ tf, store, s3, batchSize });
    const extraMs = saving.map((each, round) => (each - (plain[round] ?? Number.NaN)) * 1000);
    const stepsMs = plain.map((each) => (each * 1000) / steps);
    const ratios = extraMs.map((each, round) => 1 + each / spacingMs(stepsMs[round] ?? Number.NaN));
    results.push(result(figure(`batch-${batchSize}`, ratios, 'x'), { limit: 1.02, better: 'lower' }));
    baselines.push(
      figure(`a-checkpoint-${batchSize}`, extraMs, 'ms'),
      figure(`plain-step-${batchSize}`, stepsMs, 'ms'),
    );
  }
  store.close();
  return {
    results,
    baselines,
    notes: [
      `The model of bench step on ${threads} threads, its parameters and moments saved into a SeaweedFS on the same machine; ${rounds} interleaved rounds of a training of about ${trainingSeconds} s with one checkpoint and one without, the end included, which waits for the upload.`,
      'a-checkpoint-*: how much longer the training with one takes.',
      `batch-*: the time of the steps with that once every ${spec.training.checkpointEvery} (training.checkpointEvery, its default) over the time without.`,
    ],
  };
}

interface CaseInput {
  readonly tf: TensorFlow;
  readonly store: Store;
  readonly s3: S3Settings;
  readonly batchSize: number;
}

/** Seconds of the trainings of each round, of `steps` steps each. */
async function measureCase({ tf, store, s3, batchSize }: CaseInput) {
  const step = await createProblemStep(tf, { rows: batchSize, threads });
  const start = step.readState();
  const train = async (steps: number, onCheckpoint?: TrainLoopOptions['onCheckpoint']) => {
    step.writeState(start);
    await trainLoop({
      step,
      batches: sourceAtHand({ batchSize, rows: steps * batchSize, epochs: 1 }),
      config: { seed: 7, batchSize, epochs: 1, checkpointEvery: { steps: Math.ceil(steps * checkpointAt) } },
      rank: 0,
      worldSize: 1,
      ...(onCheckpoint === undefined ? {} : { onCheckpoint }),
    });
  };
  const attempt = await openStage(store, { runId: randomUUID(), stage, token: 1 });
  await using writer = createCheckpointWriter({ s3, attempt });
  const startedMs = performance.now();
  await train(probeSteps);
  const steps = Math.ceil((probeSteps * trainingSeconds * 1000) / (performance.now() - startedMs));
  const { saving, plain } = await interleave(
    {
      saving: () => train(steps, (checkpoint) => writer.save(checkpoint)),
      plain: () => train(steps),
    },
    rounds,
  );
  step.dispose();
  return { steps, saving, plain };
}
