/**
 * Which shard a row number falls into, where rows are numbered over all shards, the first shard's first.
 * Leaves the rows themselves to whoever holds the shards.
 */

export interface RowIndex {
  /** Rows over all shards. */
  readonly rows: number;
  shardOf(row: number): number;
  /** Number of a shard's first row. */
  firstRow(shard: number): number;
}

/** @param shardRows rows of each shard; a shard may have none */
export function indexRows(shardRows: readonly number[]): RowIndex {
  const firstRows = new Float64Array(shardRows.length + 1);
  for (const [shard, rows] of shardRows.entries()) {
    firstRows[shard + 1] = (firstRows[shard] as number) + rows;
  }
  return {
    rows: firstRows[shardRows.length] as number,
    /** Binary search for the last shard that begins at the row or before it, which is never an empty one. */
    shardOf(row) {
      let low = 0;
      let high = shardRows.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((firstRows[middle] as number) <= row) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    firstRow: (shard) => firstRows[shard] as number,
  };
}
