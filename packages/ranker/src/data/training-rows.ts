/**
 * Random access to the rows of many training shards as if they were one, and the gathering of a batch.
 * Leaves which rows to gather to `batch-plan.ts`.
 */
import { EspalierError } from '@espalier/domain';
import type { LeafOrdinals, TrainingShard } from './training-shard.js';

/** What the rows must look like to fit a network. */
export interface RowLayout {
  readonly slots: number;
  readonly denseColumns: number;
  /** Column order of the gathered labels. */
  readonly tasks: readonly string[];
}

interface GatheredRows {
  /** Row-major [rows, slots]. */
  readonly leaves: LeafOrdinals;
  /** Row-major [rows, denseColumns]. */
  readonly dense: Float32Array;
  /** Row-major [rows, tasks]: 0 or 1. */
  readonly labels: Float32Array;
}

export interface TrainingRows {
  readonly rows: number;
  /** Copies rows by number: those of the first shard first. */
  gather(rows: Uint32Array): GatheredRows;
}

/** @throws EspalierError `trainer.invalid-shard` when a shard does not fit the layout or the other shards */
export function joinShards(shards: readonly TrainingShard[], layout: RowLayout): TrainingRows {
  const parts = shards.map((shard, index) => checkShard(shard, index, layout));
  const firstRows: number[] = [];
  let rows = 0;
  for (const part of parts) {
    firstRows.push(rows);
    rows += part.rows;
  }
  if (rows === 0) throw invalid('there are no training rows');
  const makeLeaves = widestLeaves(parts);
  const { slots, denseColumns, tasks } = layout;

  return {
    rows,
    gather(wanted) {
      const leaves = makeLeaves(wanted.length * slots);
      const dense = new Float32Array(wanted.length * denseColumns);
      const labels = new Float32Array(wanted.length * tasks.length);
      for (let index = 0; index < wanted.length; index++) {
        const row = wanted[index] as number;
        const shard = shardOf(firstRows, row);
        const part = parts[shard] as Part;
        const local = row - (firstRows[shard] as number);
        leaves.set(part.leaves.subarray(local * slots, (local + 1) * slots), index * slots);
        if (denseColumns > 0) {
          dense.set(
            part.dense.subarray(local * denseColumns, (local + 1) * denseColumns),
            index * denseColumns,
          );
        }
        for (let task = 0; task < tasks.length; task++) {
          labels[index * tasks.length + task] = (part.labels[task] as Uint8Array)[local] as number;
        }
      }
      return { leaves, dense, labels };
    },
  };
}

interface Part {
  readonly rows: number;
  readonly leaves: LeafOrdinals;
  readonly dense: Float32Array;
  /** In the layout's task order. */
  readonly labels: readonly Uint8Array[];
}

function checkShard(shard: TrainingShard, index: number, layout: RowLayout): Part {
  if (shard.slots !== layout.slots) {
    throw invalid(`shard ${index} has ${shard.slots} leaf slots, the forest has ${layout.slots} trees`);
  }
  if (shard.denseColumns !== layout.denseColumns) {
    throw invalid(`shard ${index} has ${shard.denseColumns} dense columns instead of ${layout.denseColumns}`);
  }
  const labels = layout.tasks.map((task) => {
    const values = shard.labels[task];
    if (values === undefined) throw invalid(`shard ${index} has no label for task "${task}"`);
    return values;
  });
  return { rows: shard.leaves.length / shard.slots, leaves: shard.leaves, dense: shard.dense, labels };
}

/** Number of the shard that holds a row: binary search over the shards' first rows. */
function shardOf(firstRows: readonly number[], row: number): number {
  let low = 0;
  let high = firstRows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firstRows[middle] as number) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

function widestLeaves(parts: readonly Part[]): (length: number) => LeafOrdinals {
  const bytes = Math.max(...parts.map((part) => part.leaves.BYTES_PER_ELEMENT));
  if (bytes === 1) return (length) => new Uint8Array(length);
  return bytes === 2 ? (length) => new Uint16Array(length) : (length) => new Uint32Array(length);
}

function invalid(reason: string): EspalierError {
  return new EspalierError('trainer.invalid-shard', `The training shards can't be used: ${reason}.`);
}
