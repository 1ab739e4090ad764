/**
 * Random access to the rows of many training shards as if they were one, and the gathering of a batch.
 * Leaves which rows to gather to `batch-plan.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { commonLeafType, type LeafType, layoutProblems, type RowLayout, refuseShards } from './row-layout.js';
import type { LeafOrdinals, TrainingShard } from './training-shard.js';

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
  const rows = shards.reduce((sum, shard) => sum + rowsOf(shard), 0);
  if (rows === 0) throw new EspalierError('trainer.invalid-shard', 'The training shards have no rows.');
  const leafType = commonLeafType(shards);

  const parts = shards.filter((shard) => rowsOf(shard) > 0).map((shard) => partOf(shard, layout.tasks));
  const firstRows = new Float64Array(parts.length);
  for (let index = 1; index < parts.length; index++) {
    firstRows[index] = (firstRows[index - 1] as number) + (parts[index - 1] as Part).rows;
  }
  const { slots, denseColumns, tasks } = layout;

  const gatherInto = (wanted: Uint32Array, { leaves, dense, labels }: GatheredRows): void => {
    for (let index = 0; index < wanted.length; index++) {
      const row = wanted[index] as number;
      const shard = shardOf(firstRows, row);
      const part = parts[shard] as Part;
      const local = row - (firstRows[shard] as number);
      leaves.set(part.leaves.subarray(local * slots, (local + 1) * slots), index * slots);
      for (let column = 0; column < denseColumns; column++) {
        dense[index * denseColumns + column] = part.dense[local * denseColumns + column] as number;
      }
      for (let task = 0; task < tasks.length; task++) {
        labels[index * tasks.length + task] = (part.labels[task] as Uint8Array)[local] as number;
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
  readonly rows: number;
  readonly leaves: LeafOrdinals;
  readonly dense: Float32Array;
  /** In the layout's task order. */
  readonly labels: readonly Uint8Array[];
}

function rowsOf(shard: TrainingShard): number {
  return shard.leaves.length / shard.slots;
}

function partOf(shard: TrainingShard, tasks: readonly string[]): Part {
  const labels = tasks.map((task) => shard.labels[task] as Uint8Array);
  return { rows: rowsOf(shard), leaves: shard.leaves, dense: shard.dense, labels };
}

/** Number of the shard that holds a row: binary search over the shards' first rows. */
function shardOf(firstRows: Float64Array, row: number): number {
  let low = 0;
  let high = firstRows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firstRows[middle] as number) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
