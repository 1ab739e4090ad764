/**
 * Random access to the rows of many training shards as if they were one, and the gathering of a batch.
 * Leaves which rows to gather to `batch-plan.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { indexRows } from './row-index.js';
import { commonLeafType, type LeafType, layoutProblems, type RowLayout, refuseShards } from './row-layout.js';
import { type LeafOrdinals, rowsOf, type TrainingShard } from './training-shard.js';

export interface GatheredRows {
  /** Row-major [rows, slots]. */
  readonly leaves: LeafOrdinals;
  /** Row-major [rows, denseColumns]. */
  readonly dense: Float32Array;
  /** Row-major [rows, tasks]: 0 or 1. */
  readonly labels: Float32Array;
}

export interface TrainingRows {
  readonly rows: number;
  readonly leafType: LeafType;
  /** Copies rows by number: those of the first shard first. */
  gather(rows: Uint32Array): GatheredRows;
  /** As `gather`, into arrays with room for the rows; what they hold beyond stays. */
  gatherInto(rows: Uint32Array, target: GatheredRows): void;
}

/**
 * @param names what errors call the shards; their numbers by default
 * @throws EspalierError `trainer.invalid-shard` naming all shards that do not fit the layout or the others' leaf type
 */
export function joinShards(
  shards: readonly TrainingShard[],
  layout: RowLayout,
  names: readonly string[] = [],
): TrainingRows {
  refuseShards(layoutProblems(shards, names, layout), shards.length);
  const index = indexRows(shards.map(rowsOf));
  const { rows } = index;
  if (rows === 0) throw new EspalierError('trainer.invalid-shard', 'The training shards have no rows.');
  const leafType = commonLeafType(shards);
  const parts = shards.map((shard) => partOf(shard, layout.tasks));
  const { slots, denseColumns, tasks } = layout;

  const gatherInto = (wanted: Uint32Array, { leaves, dense, labels }: GatheredRows): void => {
    for (let position = 0; position < wanted.length; position++) {
      const row = wanted[position] as number;
      const shard = index.shardOf(row);
      const part = parts[shard] as Part;
      const local = row - index.firstRow(shard);
      leaves.set(part.leaves.subarray(local * slots, (local + 1) * slots), position * slots);
      for (let column = 0; column < denseColumns; column++) {
        dense[position * denseColumns + column] = part.dense[local * denseColumns + column] as number;
      }
      for (let task = 0; task < tasks.length; task++) {
        labels[position * tasks.length + task] = (part.labels[task] as Float32Array)[local] as number;
      }
    }
  };
  return {
    rows,
    leafType,
    gather(wanted) {
      const target = {
        leaves: new leafArrays[leafType](wanted.length * slots),
        dense: new Float32Array(wanted.length * denseColumns),
        labels: new Float32Array(wanted.length * tasks.length),
      };
      gatherInto(wanted, target);
      return target;
    },
    gatherInto,
  };
}

export const leafArrays = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array } as const;

interface Part {
  readonly leaves: LeafOrdinals;
  readonly dense: Float32Array;
  /** In the layout's task order. */
  readonly labels: readonly Float32Array[];
}

function partOf(shard: TrainingShard, tasks: readonly string[]): Part {
  const labels = tasks.map((task) => shard.labels[task] as Float32Array);
  return { leaves: shard.leaves, dense: shard.dense, labels };
}
