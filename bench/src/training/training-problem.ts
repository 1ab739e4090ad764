/**
 * The model of `bench step` as the product trains it: leaf map, network, rows as training shards or as batches at hand.
 * Leaves running it to the benchmarks.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeafMap } from '@espalier/domain';
import {
  type NetworkConfig,
  networkRows,
  type RowLayout,
  shardColumns,
  type TrainBatch,
  typedColumn,
  writeTrainingShard,
} from '@espalier/ranker';
import { randomNumbers } from '../step/random-numbers.js';
import { sizes } from '../step/step-problem.js';

export const problemTasks: readonly string[] = Array.from(
  { length: sizes.towers },
  (_, tower) => `task_${tower}`,
);

/** One forest; its leaves have no values, since the network starts without them. */
export function problemLeafMap(): LeafMap {
  const { slots, leavesPerSlot } = sizes;
  const ordinals = Array.from({ length: leavesPerSlot }, (_, ordinal) => ordinal);
  const trees = Array.from({ length: slots }, (_, slot) => ({
    offset: slot * leavesPerSlot,
    nodeIds: ordinals,
    values: ordinals.map(() => 0),
  }));
  return {
    totalLeaves: slots * leavesPerSlot,
    forests: [{ task: problemTasks[0] ?? '', baseMargin: 0, trees }],
  };
}

export const problemNetwork: NetworkConfig = {
  tasks: problemTasks.map((name) => ({ name, group: name })),
  architecture: 'shared-bottom',
  margins: null,
  embeddingDim: sizes.embeddingDim,
  hidden: [...sizes.hidden],
  tower: [],
  dropout: 0,
  leafSkip: false,
  dense: [],
};

export const problemLayout: RowLayout = networkRows({
  leaves: problemLeafMap(),
  denseColumns: 0,
  margins: 0,
  tasks: problemTasks,
});

/** Writes shards of made-up rows, `rowsPerShard` each, and returns their paths. */
export async function writeShards(dir: string, shards: number, rowsPerShard: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < shards; index++) {
    const random = randomNumbers(index + 1);
    const bytes = writeTrainingShard({
      rows: rowsPerShard,
      columns: [
        typedColumn('leaves', randomOrdinals(random, rowsPerShard), sizes.slots),
        ...problemTasks.map((task) => {
          const labels = Float32Array.from({ length: rowsPerShard }, () => randomLabel(random));
          return typedColumn(shardColumns.label(task).name, labels);
        }),
      ],
    });
    const path = join(dir, `shard-${index}.arrow`);
    await writeFile(path, bytes);
    paths.push(path);
  }
  return paths;
}

/** A rank's part of a made-up global batch; the same rows whatever the number of ranks. */
export interface RankPart {
  readonly globalRows: number;
  readonly rank: number;
  readonly worldSize: number;
}

const batchCount = 16;

/** Batches at hand, as a source that never lets the step wait: `batchAt(step)`. */
export function batchesAtHand({ globalRows, rank, worldSize }: RankPart): (step: number) => TrainBatch {
  const from = Math.floor((globalRows * rank) / worldSize);
  const to = Math.floor((globalRows * (rank + 1)) / worldSize);
  const batches = Array.from({ length: batchCount }, (_, index) => {
    const random = randomNumbers(globalRows + index);
    const leaves = randomOrdinals(random, globalRows);
    const labels = Float32Array.from({ length: globalRows * problemTasks.length }, () => randomLabel(random));
    return {
      leaves: leaves.slice(from * sizes.slots, to * sizes.slots),
      labels: labels.slice(from * problemTasks.length, to * problemTasks.length),
    };
  });
  const place = { rows: to - from, globalRows, globalOffset: from };
  return (step) => {
    const batch = batches[step % batchCount];
    if (batch === undefined) throw new RangeError('there are no batches');
    return { step, ...place, columns: batch };
  };
}

function randomOrdinals(random: () => number, rows: number): Uint8Array {
  return Uint8Array.from({ length: rows * sizes.slots }, () => Math.floor(random() * sizes.leavesPerSlot));
}

const randomLabel = (random: () => number) => (random() < 0.3 ? 1 : 0);
