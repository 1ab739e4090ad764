/** `bench checkpoint`: the time of a step while checkpoints go to S3 behind it, against the same training without them. */
import { randomUUID } from 'node:crypto';
import type { CheckpointSpacing } from '@espalier/domain';
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
const rounds = 9;
/** Steps that tell how long one takes. */
const probeSteps = 1000;
/** Of the time between two checkpoints, how much a training goes on after its last one. */
const tailShare = 0.05;
const batchSizes = [256, 1024] as const;
const stage = 'train';

export async function benchCheckpoint(): Promise<Measurement> {
  const { spec } = await loadSpec(censusPipelinePath);
  const spacing = checkpointSpacing(spec.training.checkpointEvery);
  await using servers = await startTestServers({ parts: ['s3'] });
  const { s3 } = servers.settings;
  const store = createStore(s3);
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
  const results: BenchResult[] = [];
  const baselines: Figure[] = [];
  for (const batchSize of batchSizes) {
    say(`batch ${batchSize}`);
    const { every, stepMs } = await measureCase({ tf, store, s3, spacing, batchSize });
    const { saving, plain } = stepMs;
    const ratios = saving.map((each, round) => each / (plain[round] ?? Number.NaN));
    results.push(result(figure(`batch-${batchSize}`, ratios, 'x'), { limit: 1.02, better: 'lower' }));
    baselines.push(
      figure(`saving-step-${batchSize}`, saving, 'ms'),
      figure(`plain-step-${batchSize}`, plain, 'ms'),
      figure(`checkpoint-every-${batchSize}`, [every], 'steps'),
    );
  }
  store.close();
  return {
    results,
    baselines,
    notes: [
      `The model of bench step on ${threads} threads, its parameters and moments saved into a SeaweedFS on the same machine every ${spec.training.checkpointEvery} (training.checkpointEvery, its default, in steps of the plain training); ${rounds} interleaved rounds.`,
      'batch-*: the mean step of the training loop with a checkpoint over that without, its end included, which waits for the upload.',
    ],
  };
}

interface CaseInput {
  readonly tf: TensorFlow;
  readonly store: Store;
  readonly s3: S3Settings;
  readonly spacing: CheckpointSpacing;
  readonly batchSize: number;
}

async function measureCase({ tf, store, s3, spacing, batchSize }: CaseInput) {
  const step = await createProblemStep(tf, { rows: batchSize, threads });
  const start = step.readState();
  /** Milliseconds of a step, on the average. */
  const train = async (steps: number, every: number, onCheckpoint?: TrainLoopOptions['onCheckpoint']) => {
    step.writeState(start);
    const startedMs = performance.now();
    await trainLoop({
      step,
      batches: sourceAtHand({ batchSize, rows: steps * batchSize, epochs: 1 }),
      config: { seed: 7, batchSize, epochs: 1, checkpointEvery: { steps: every } },
      rank: 0,
      worldSize: 1,
      ...(onCheckpoint === undefined ? {} : { onCheckpoint }),
    });
    return (performance.now() - startedMs) / steps;
  };
  const attempt = { runId: randomUUID(), stage, token: 1 } as const;
  await openStage(store, attempt);
  await using writer = createCheckpointWriter({ s3, attempt });
  const save: TrainLoopOptions['onCheckpoint'] = (checkpoint) => writer.save(checkpoint);
  const every =
    'steps' in spacing
      ? spacing.steps
      : Math.round((spacing.seconds * 1000) / (await train(probeSteps, probeSteps)));
  const steps = Math.ceil(every * (1 + tailShare));
  const stepMs = await interleave(
    {
      saving: () => train(steps, every, save),
      plain: () => train(steps, every),
    },
    rounds,
  );
  step.dispose();
  return { every, stepMs };
}
