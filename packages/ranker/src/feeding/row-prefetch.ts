/**
 * Asks the system for the rows of coming batches all at once, where the shards are larger than memory: a row that is not in
 * memory costs a disk access, and a batch that waited for one after the other would take a hundred times as long.
 * Leaves the order of batches, and how far ahead to ask, to the feeder's thread.
 */

import { columnArrays, type TypedColumn } from '../data/row-columns.js';
import { indexRows } from '../data/row-index.js';
import type { TrainingShard } from '../data/training-shard.js';
import type { MappedFile } from './mapped-file.js';

export interface MappedShard {
  readonly file: MappedFile;
  readonly shard: TrainingShard;
}

/** Returns at once; the system reads meanwhile. */
export type RowPrefetch = (rows: Uint32Array) => void;

/** Columns of one number a row, such as labels, are asked for whole and left to the page cache; wider ones by the row. */
export function prefetchRows(mapped: readonly MappedShard[]): RowPrefetch {
  for (const { file, shard } of mapped) {
    for (const { width, values } of shard.columns) {
      if (width === 1) file.prefetch(values.byteOffset, values.byteLength);
    }
  }
  const wide = mapped.map(({ shard }) => shard.columns.filter(({ width }) => width > 1));
  const index = indexRows(mapped.map(({ shard }) => shard.rows));
  return (rows) => {
    for (const row of rows) {
      const number = index.shardOf(row);
      const { file } = mapped[number] as MappedShard;
      const local = row - index.firstRow(number);
      for (const column of wide[number] as TypedColumn[]) prefetchRow(file, column, local);
    }
  };
}

/** The column's values are a view into the file's bytes. */
function prefetchRow(file: MappedFile, { dtype, width, values }: TypedColumn, row: number): void {
  const rowBytes = width * columnArrays[dtype].BYTES_PER_ELEMENT;
  file.prefetch(values.byteOffset + row * rowBytes, rowBytes);
}
