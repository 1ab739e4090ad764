/** A small training, made up from nothing but arithmetic: shards on disk for a network, a matrix for a forest. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeafMap } from '@espalier/domain';
import {
  type NetworkConfig,
  shardColumns,
  type TrainingShard,
  typedColumn,
  writeTrainingShard,
} from '@espalier/ranker';
import { DMatrix, type SegmentedFitOptions, type XGBoost } from '@espalier/xgboost';
import type { NetworkCase } from './training-cases.js';

const seed = 7;
const tasks = ['click', 'share'];
const treesPerForest = 6;
const leavesOf = (tree: number) => 2 + (tree % 5);

/** Uniform numbers in [0, 1) by a linear congruential generator (Numerical Recipes). */
function* draws(start: number): Generator<number, never> {
  for (let state = start; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function leafMap(): LeafMap {
  const next = draws(1);
  let totalLeaves = 0;
  const forests = tasks.map((task) => ({
    task,
    baseMargin: -0.5,
    trees: Array.from({ length: treesPerForest }, (_, tree) => {
      const offset = totalLeaves;
      totalLeaves += leavesOf(tree);
      const nodeIds = Array.from({ length: leavesOf(tree) }, (_, leaf) => leavesOf(tree) - 1 + leaf);
      return { offset, nodeIds, values: nodeIds.map(() => Math.fround(next.next().value - 0.5)) };
    }),
  }));
  return { totalLeaves, forests };
}

/** What the network is trained on and with; 42 steps, 14 an epoch, the last of an epoch smaller than the others. */
export const networkTraining = {
  seed,
  batchSize: 48,
  epochs: 3,
  checkpointEvery: { steps: 4 },
  leafMap: leafMap(),
  lossWeights: { share: 2 },
  earlyStopping: { metric: 'logLoss', everySteps: 5, patience: 4, lossWeights: { share: 2 } },
  /** Of a checkpoint's tensor data in a part, so small that tensors are cut. */
  maxPartBytes: 700,
} as const;

export function networkConfig({ architecture, leaves }: NetworkCase): NetworkConfig {
  const margins = tasks.map(() => ({ mean: -0.5, standardDeviation: 0.8 }));
  return {
    architecture,
    margins: leaves === 'margins' ? margins : null,
    tasks: [
      { name: 'click', group: 'passive' },
      { name: 'share', group: 'active' },
    ],
    embeddingDim: 4,
    hidden: [16],
    tower: [8],
    dropout: 0.3,
    leafSkip: true,
    dense: [
      { mean: 0.5, standardDeviation: 0.3 },
      { mean: 50, standardDeviation: 30 },
    ],
  };
}

const shardRows = [300, 201, 149];

/** Writes the network's training shards. @returns their paths, in order */
export async function writeShards(dir: string): Promise<readonly string[]> {
  const next = draws(2);
  return Promise.all(
    shardRows.map(async (rows, index) => {
      const path = join(dir, `shard-${index}.arrow`);
      await writeFile(path, writeTrainingShard(shardOf(rows, next)));
      return path;
    }),
  );
}

function shardOf(rows: number, next: Generator<number, never>): TrainingShard {
  const draw = () => next.next().value;
  const slots = treesPerForest * tasks.length;
  const leaves = Uint8Array.from({ length: rows * slots }, (_, index) =>
    Math.floor(draw() * leavesOf((index % slots) % treesPerForest)),
  );
  const dense = Float32Array.from({ length: rows * 2 }, (_, index) =>
    index % 2 === 0 ? draw() : draw() < 0.1 ? Number.NaN : 100 * draw(),
  );
  const labels = tasks.map((task) => {
    const values = Float32Array.from({ length: rows }, (_, row) => (draw() < (dense[row * 2] ?? 0) ? 1 : 0));
    return typedColumn(shardColumns.label(task).name, values);
  });
  // As forests say that have not seen the row: not what its leaves add up to.
  const margins = Float32Array.from({ length: rows * tasks.length }, () => 2 * draw() - 1.5);
  const columns = [
    typedColumn('leaves', leaves, slots),
    typedColumn('dense', dense, 2),
    typedColumn('margins', margins, tasks.length),
    ...labels,
  ];
  return { rows, columns };
}

export const forestFit = {
  params: {
    objective: 'binary:logistic',
    tree_method: 'hist',
    max_depth: 4,
    eta: 0.2,
    subsample: 0.6,
    colsample_bytree: 0.7,
    colsample_bynode: 0.8,
    nthread: 1,
  },
  rounds: 24,
  segmentRounds: 3,
  seed,
} as const satisfies SegmentedFitOptions;

/** A rank's rows of the forest's training. */
export async function forestRows(xgb: XGBoost, rank: number, worldSize: number): Promise<DMatrix> {
  const rows = 3000;
  const columns = 8;
  const next = draws(3);
  const features = Float32Array.from({ length: rows * columns }, () => next.next().value);
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0] = features.subarray(row * columns, row * columns + 3);
    return a * b + c > 0.8 ? 1 : 0;
  });
  const [from, to] = [rank, rank + 1].map((index) => Math.floor((rows * index) / worldSize)) as [
    number,
    number,
  ];
  const own = features.subarray(from * columns, to * columns);
  const matrix = await DMatrix.fromDense(xgb, own, to - from, columns, { threads: 1 });
  await matrix.setLabel(labels.subarray(from, to));
  return matrix;
}
