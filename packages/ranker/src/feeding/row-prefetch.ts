/**
 * Asks the system for the rows of coming batches all at once, where the shards are larger than memory: a row that is not in
 * memory costs a disk access, and a batch that waited for one after the other would take a hundred times as long.
 * Leaves the order of batches, and how far ahead to ask, to the feeder's thread.
 */
import { indexRows } from '../data/row-index.js';
import { rowsOf, type TrainingShard } from '../data/training-shard.js';
import type { MappedFile } from './mapped-file.js';

export interface MappedShard {
  readonly file: MappedFile;
  readonly shard: TrainingShard;
}

/** Returns at once; the system reads meanwhile. */
export type RowPrefetch = (rows: Uint32Array) => void;

/**
 * Leaves and dense columns are asked for by the row. Labels, a number a row, are asked for whole and left to the page cache.
 */
export function prefetchRows(mapped: readonly MappedShard[]): RowPrefetch {
  for (const { file, shard } of mapped) {
    for (const labels of Object.values(shard.labels)) file.prefetch(labels.byteOffset, labels.byteLength);
  }
  const index = indexRows(mapped.map(({ shard }) => rowsOf(shard)));
  return (rows) => {
    for (const row of rows) {
      const number = index.shardOf(row);
      const { file, shard } = mapped[number] as MappedShard;
      const local = row - index.firstRow(number);
      if (shard.slots > 0) prefetchRow(file, shard.leaves, shard.slots, local);
      if (shard.denseColumns > 0) prefetchRow(file, shard.dense, shard.denseColumns, local);
    }
  };
}

/** @param values row-major [rows, width], a view into the file's bytes */
function prefetchRow(
  file: MappedFile,
  values: TrainingShard['leaves'] | Float32Array,
  width: number,
  row: number,
): void {
  const rowBytes = width * values.BYTES_PER_ELEMENT;
  file.prefetch(values.byteOffset + row * rowBytes, rowBytes);
}
