/**
 * What rows are made of wherever they lie: columns of a name, a type and a width, each one typed array.
 * Leaves which columns there are to `shard-columns.ts`, and how they are fed to `row-layout.ts`.
 */
import { EspalierError } from '@espalier/domain';

/** One array a type; another type of column is a line here and one in `arrow-columns.ts`. */
export const columnArrays = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
} as const;

export type ColumnType = keyof typeof columnArrays;

interface ValuesOf extends Record<ColumnType, unknown> {
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
  readonly uint32: Uint32Array;
  readonly uint64: BigUint64Array;
  readonly float32: Float32Array;
}

export type ColumnValues<Type extends ColumnType = ColumnType> = ValuesOf[Type];

export interface RowColumn {
  readonly name: string;
  readonly dtype: ColumnType;
  /** Numbers a row, at least one. */
  readonly width: number;
}

export interface TypedColumn extends RowColumn {
  /** Row-major [rows, width]. */
  readonly values: ColumnValues;
}

/** Rows as columns, each of `rows` x its width numbers. */
export interface TypedRows {
  readonly rows: number;
  readonly columns: readonly TypedColumn[];
}

export function typeOfValues(values: ColumnValues): ColumnType {
  const types = Object.keys(columnArrays) as ColumnType[];
  return types.find((type) => values instanceof columnArrays[type]) as ColumnType;
}

/** @param width numbers a row */
export function typedColumn(name: string, values: ColumnValues, width = 1): TypedColumn {
  return { name, dtype: typeOfValues(values), width, values };
}

/** `uint8 x 400`; a column of one number a row is called by its type alone. */
export function columnText({ dtype, width }: Pick<RowColumn, 'dtype' | 'width'>): string {
  return width === 1 ? dtype : `${dtype} x ${width}`;
}

/** Null where the rows have no such column. */
export function findColumn({ columns }: TypedRows, name: string): TypedColumn | null {
  return columns.find((column) => column.name === name) ?? null;
}

/** @throws EspalierError `trainer.invalid-shard` where the rows lack the column, or have it in another type */
export function floatColumn(rows: TypedRows, name: string): Float32Array {
  const values = findColumn(rows, name)?.values;
  if (values instanceof Float32Array) return values;
  throw columnRefused(name, 'float32', values === undefined ? 'absent' : typeOfValues(values));
}

export function columnRefused(column: string, expected: string, found: string): EspalierError {
  const reason = `column "${column}" should be ${expected} but is ${found}`;
  return new EspalierError('trainer.invalid-shard', `Rows can't be used: ${reason}.`, {
    details: { reason, column, expected, found },
  });
}

/** The rows of all parts, one after the other. @throws RangeError where there is no part, or the columns differ */
export function concatenateRows(parts: readonly TypedRows[]): TypedRows {
  const [first] = parts;
  if (first === undefined) throw new RangeError('There are no rows to put together.');
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const columns = first.columns.map((column) => {
    const { name, dtype, width } = column;
    const values = new columnArrays[dtype](rows * width);
    let at = 0;
    for (const part of parts) {
      const own = findColumn(part, name);
      if (own?.dtype !== dtype || own.width !== width) {
        throw new RangeError(`Column "${name}" is ${columnText(column)}, but not in all parts.`);
      }
      // Of one type, as was just seen.
      (values as Float32Array).set(own.values as Float32Array, at);
      at += own.values.length;
    }
    return { ...column, values };
  });
  return { rows, columns };
}
