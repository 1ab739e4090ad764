/** Responsible for how large the squares of a map of shards are: as large as is pleasant, as small as the height allows. Pure. */

export interface ShardGrid {
  readonly columns: number;
  readonly rows: number;
  /** Pixels from one square to the next. */
  readonly cell: number;
  readonly gap: number;
}

const largestCell = 18;
const smallestCell = 4;
const mostHeight = 160;

/** @param width pixels that there are; at least one square stands in a row */
export function gridOf(total: number, width: number): ShardGrid {
  for (let cell = largestCell; cell >= smallestCell; cell -= 1) {
    const columns = Math.max(1, Math.floor(width / cell));
    const rows = Math.ceil(total / columns);
    if (rows * cell <= mostHeight || cell === smallestCell) {
      return { columns, rows, cell, gap: cell > 8 ? 2 : 1 };
    }
  }
  throw new Error('A grid has a smallest cell.');
}
