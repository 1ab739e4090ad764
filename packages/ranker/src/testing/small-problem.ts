/**
 * A small made-up ranking problem for tests: two forests, dense columns with gaps, labels that depend on both.
 * A function of its arguments alone. Not part of the package's interface.
 */
import type { LeafMap } from '@espalier/domain';
import { typedColumn } from '../data/row-columns.js';
import { type LeafOrdinals, shardColumns } from '../data/shard-columns.js';
import type { TrainingShard } from '../data/training-shard.js';
import { keyedHash } from '../keyed-hash.js';
import type { NetworkConfig } from '../network/network-config.js';

const treesPerForest = 9;
const tasks = ['click', 'share'] as const;

const unit = (...keys: number[]) => keyedHash(...keys) / 2 ** 32;

/** Trees of 2 to 7 leaves. */
export function smallLeafMap(): LeafMap {
  let totalLeaves = 0;
  const forests = tasks.map((task, forest) => ({
    task,
    baseMargin: forest === 0 ? -0.4 : -1.1,
    trees: Array.from({ length: treesPerForest }, (_, tree) => {
      const leaves = 2 + (keyedHash(1, forest, tree) % 6);
      const offset = totalLeaves;
      totalLeaves += leaves;
      const ordinals = Array.from({ length: leaves }, (_, ordinal) => ordinal);
      return {
        offset,
        nodeIds: ordinals.map((ordinal) => leaves - 1 + ordinal),
        values: ordinals.map((ordinal) => Math.fround(unit(2, forest, tree, ordinal) - 0.5)),
      };
    }),
  }));
  return { totalLeaves, forests };
}

export function smallNetworkConfig(overrides: Partial<NetworkConfig> = {}): NetworkConfig {
  return {
    architecture: 'towers',
    tasks: [
      { name: 'click', group: 'passive' },
      { name: 'share', group: 'active' },
    ],
    margins: null,
    embeddingDim: 4,
    hidden: [16],
    tower: [8],
    dropout: 0.2,
    leafSkip: true,
    dense: [
      { mean: 0.5, standardDeviation: 0.29 },
      { mean: 100, standardDeviation: 30 },
    ],
    ...overrides,
  };
}

/** Rows as plain arrays, row-major; a column of no numbers is none. */
export interface SmallRows {
  readonly leaves: LeafOrdinals;
  readonly slots: number;
  readonly dense: Float32Array;
  readonly denseColumns: number;
  readonly margins?: Float32Array;
  readonly labels: Readonly<Record<string, Float32Array>>;
}

export function shardOf({ leaves, slots, dense, denseColumns, margins, labels }: SmallRows): TrainingShard {
  const tasksOf = Object.entries(labels);
  const rows = tasksOf[0]?.[1].length ?? 0;
  return {
    rows,
    columns: [
      ...(slots === 0 ? [] : [typedColumn('leaves', leaves, slots)]),
      ...(denseColumns === 0 ? [] : [typedColumn('dense', dense, denseColumns)]),
      ...(margins === undefined ? [] : [typedColumn('margins', margins, margins.length / rows)]),
      ...tasksOf.map(([task, values]) => typedColumn(shardColumns.label(task).name, values)),
    ],
  };
}

/** Rows `firstRow` and on of an endless table. */
export function smallRows(rows: number, firstRow = 0): SmallRows {
  const leafMap = smallLeafMap();
  const trees = leafMap.forests.flatMap((forest) => forest.trees);
  const shard = {
    leaves: new Uint8Array(rows * trees.length),
    slots: trees.length,
    dense: new Float32Array(rows * 2),
    denseColumns: 2,
    labels: { click: new Float32Array(rows), share: new Float32Array(rows) },
  };
  for (let index = 0; index < rows; index++) {
    const row = firstRow + index;
    const first = unit(3, row);
    const second = unit(4, row) < 0.1 ? Number.NaN : 200 * unit(5, row);
    shard.dense.set([first, second], index * 2);
    for (const [forest, task] of tasks.entries()) {
      let margin = (leafMap.forests[forest]?.baseMargin ?? 0) + 3 * (first - 0.5);
      for (let tree = 0; tree < treesPerForest; tree++) {
        const values = leafMap.forests[forest]?.trees[tree]?.values ?? [];
        const ordinal = keyedHash(6, row, forest, tree) % values.length;
        shard.leaves[index * trees.length + forest * treesPerForest + tree] = ordinal;
        margin += 1.5 * (values[ordinal] ?? 0);
      }
      shard.labels[task][index] = unit(7, row, forest) < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    }
  }
  return shard;
}
