/**
 * Responsible for one value for each row, read in ranges, wherever the values lie.
 * Leaves to others: where they lie (workspace.ts, scratch-files.ts).
 */

export interface Column<Values extends ArrayLike<number> = ArrayLike<number>> {
  readonly length: number;
  /** Rows from `from` to `to`, exclusive; they may be other rows' after the next read of the same column. */
  read(from: number, to: number): Values;
}

/** Rows that are looked at together: few enough for many columns at once, enough for the loop to cost nothing. */
const rowsAtOnce = 65_536;

/** Ranges that cover so many rows, in their order. */
export function* ranges(rows: number, atOnce = rowsAtOnce): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < rows; from += atOnce) yield [from, Math.min(from + atOnce, rows)];
}

function isTyped(values: ArrayLike<number>): values is Float32Array {
  return ArrayBuffer.isView(values);
}

/** Values in memory as a column. */
export function columnOf(values: ArrayLike<number>): Column {
  const typed = isTyped(values) ? values : Float64Array.from(values);
  return { length: typed.length, read: (from, to) => typed.subarray(from, to) };
}
