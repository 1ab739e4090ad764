/** `bench checkpoint`: the time of a step while checkpoints go to S3 behind it, against the same training without them. */
import { randomUUID } from 'node:crypto';
import { resolveNativePart } from '@espalier/native';
import { type TrainConfig, trainLoop } from '@espalier/ranker';
import type { S3Settings } from '@espalier/settings';
import { loadSpec } from '@espalier/spec';
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
/** A training of a round: several checkpoints, the last well before its end. */
const checkpointsARound = 4;
const batchSizes = [256, 1024] as const;
const stage = 'train';

export async function benchCheckpoint(): Promise<Measurement> {
  const { spec } = await loadSpec(censusPipelinePath);
  const every = spec.training.checkpointEvery;
  await using servers = await startTestServers({ parts: ['s3'] });
  const { s3 } = servers.settings;
  const store = createStore(s3);
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
  const results: BenchResult[] = [];
  const baselines: Figure[] = [];
  for (const batchSize of batchSizes) {
    say(`batch ${batchSize}`);
    const measured = await measureCase({ tf, store, s3, every, batchSize });
    const ratios = measured.saving.map((each, round) => each / (measured.plain[round] ?? Number.NaN));
    results.push(result(figure(`batch-${batchSize}`, ratios, 'x'), { limit: 1.02, better: 'lower' }));
    baselines.push(
      figure(`saving-step-${batchSize}`, measured.saving, 'ms'),
      figure(`plain-step-${batchSize}`, measured.plain, 'ms'),
      figure(
        `checkpoints-${batchSize}`,
        measured.saving.map((each) => 1000 / (each * every)),
        '/s',
      ),
    );
  }
  store.close();
  return {
    results,
    baselines,
    notes: [
      `The model of bench step on ${threads} threads, ${checkpointsARound} checkpoints of parameters and moments a training, one every ${every} steps (the default) into a SeaweedFS on the same machine; ${rounds} interleaved rounds.`,
      'batch-*: the mean step of the training loop with checkpoints over that without, its end included, which waits for the last upload.',
    ],
  };
}

interface CaseInput {
  readonly tf: TensorFlow;
  readonly store: Store;
  readonly s3: S3Settings;
  readonly every: number;
  readonly batchSize: number;
}

async function measureCase({ tf, store, s3, every, batchSize }: CaseInput) {
  const step = await createProblemStep(tf, { rows: batchSize, threads });
  const start = step.readState();
  const steps = every * checkpointsARound + Math.floor(every / 2);
  const config: TrainConfig = { seed: 7, batchSize, epochs: 1, checkpointEverySteps: every };
  const train = async (onCheckpoint?: (checkpoint: Parameters<Writer['save']>[0]) => Promise<void>) => {
    step.writeState(start);
    const startedMs = performance.now();
    const batches = sourceAtHand({ batchSize, rows: steps * batchSize, epochs: 1 });
    await trainLoop({
      step,
      batches,
      config,
      rank: 0,
      worldSize: 1,
      ...(onCheckpoint === undefined ? {} : { onCheckpoint }),
    });
    return (performance.now() - startedMs) / steps / 1000;
  };
  const attempt = { runId: randomUUID(), stage, token: 1 } as const;
  await openStage(store, attempt);
  await using writer: Writer = createCheckpointWriter({ s3, attempt });
  const seconds = await interleave(
    { saving: () => train((checkpoint) => writer.save(checkpoint)), plain: () => train() },
    rounds,
  );
  step.dispose();
  const msOf = (all: readonly number[]) => all.map((each) => each * 1000);
  return { saving: msOf(seconds.saving), plain: msOf(seconds.plain) };
}

type Writer = ReturnType<typeof createCheckpointWriter>;
