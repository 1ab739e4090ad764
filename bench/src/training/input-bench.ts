/** `bench input`: the share of a training's time in which its steps wait for their batches. */
import { resolveNativePart } from '@espalier/native';
import { openBatchFeeder, type TrainConfig, type TrainLoopOptions, trainLoop } from '@espalier/ranker';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import { inScratch } from '../census/census-example.js';
import { interleave } from '../interleave.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { createProblemStep } from './problem-step.js';
import { sourceAtHand } from './source-at-hand.js';
import { problemLayout, writeShards } from './training-problem.js';

type BatchSource = TrainLoopOptions['batches'];

const threads = 2;
const rounds = 7;
const shards = 8;
const rowsPerShard = 32_768;
const seed = 7;
const cases = [
  { batchSize: 256, epochs: 1 },
  { batchSize: 1024, epochs: 2 },
  { batchSize: 4096, epochs: 2 },
] as const;

export async function benchInput(): Promise<Measurement> {
  return inScratch(async (dir) => {
    const shardPaths = await writeShards(dir, shards, rowsPerShard);
    const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
    const results: BenchResult[] = [];
    const baselines: Figure[] = [];
    for (const each of cases) {
      say(`batch ${each.batchSize}`);
      const { waiting, fed, atHand } = await measureCase(tf, shardPaths, each);
      results.push(
        result(figure(`batch-${each.batchSize}`, waiting, '% waiting'), { limit: 3, better: 'lower' }),
      );
      baselines.push(
        figure(`fed-step-${each.batchSize}`, fed, 'ms'),
        figure(`at-hand-step-${each.batchSize}`, atHand, 'ms'),
      );
    }
    return {
      results,
      baselines,
      notes: [
        `The model of bench step, ${threads} threads, ${shards} shards of ${rowsPerShard} shuffled rows on the local disk, in the page cache; ${rounds} interleaved rounds.`,
        "waiting: time inside the feeder's next(), its first batch included, over the time of the training loop.",
        'fed-step: a step of that loop. at-hand-step: of the same loop over batches that lie in memory, ready made: what feeding costs the step itself shows as the difference.',
      ],
    };
  });
}

async function measureCase(
  tf: TensorFlow,
  shardPaths: readonly string[],
  { batchSize, epochs }: (typeof cases)[number],
): Promise<{ waiting: number[]; fed: number[]; atHand: number[] }> {
  const step = await createProblemStep(tf, { rows: batchSize, threads });
  const start = step.readState();
  const config: TrainConfig = {
    seed,
    batchSize,
    epochs,
    checkpointEvery: { steps: Number.MAX_SAFE_INTEGER },
  };
  const train = async (batches: BatchSource) => {
    step.writeState(start);
    const startedMs = performance.now();
    await trainLoop({ step, batches, config, rank: 0, worldSize: 1 });
    return (performance.now() - startedMs) / 1000;
  };
  const waiting: number[] = [];
  const totalSteps = ((shards * rowsPerShard) / batchSize) * epochs;
  const seconds = await interleave(
    {
      fed: async () => {
        await using feeder = await openBatchFeeder({
          shardPaths,
          layout: problemLayout,
          seed,
          batchSize,
          epochs,
        });
        const timed = new TimedSource(feeder);
        const passed = await train(timed);
        waiting.push((timed.waitedMs / 1000 / passed) * 100);
        return passed;
      },
      atHand: () => train(sourceAtHand({ batchSize, epochs, rows: shards * rowsPerShard })),
    },
    rounds,
  );
  step.dispose();
  const msOf = (all: readonly number[]) => all.map((each) => (each / totalSteps) * 1000);
  return { waiting: waiting.slice(-rounds), fed: msOf(seconds.fed), atHand: msOf(seconds.atHand) };
}

/** Times another source's `next`, whatever that source says of itself. */
class TimedSource implements BatchSource {
  readonly #source: BatchSource;
  waitedMs = 0;

  constructor(source: BatchSource) {
    this.#source = source;
  }

  get rows() {
    return this.#source.rows;
  }
  get stepsPerEpoch() {
    return this.#source.stepsPerEpoch;
  }
  get totalSteps() {
    return this.#source.totalSteps;
  }
  get nextStep() {
    return this.#source.nextStep;
  }

  async next() {
    const startedMs = performance.now();
    const batch = await this.#source.next();
    this.waitedMs += performance.now() - startedMs;
    return batch;
  }
}
