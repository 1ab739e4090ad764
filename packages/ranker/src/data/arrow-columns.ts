/**
 * A typed column as a column of an Arrow record batch, and back, without copying.
 * Leaves the file to `training-shard.ts`.
 */
import {
  Data,
  DataType,
  Field,
  FixedSizeList,
  Float32,
  makeData,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
} from 'apache-arrow';
import type { ColumnType, ColumnValues, RowColumn, TypedColumn } from './row-columns.js';

const arrowTypes = {
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float32: () => new Float32(),
} as const satisfies Record<ColumnType, () => DataType>;

export function writeColumn(
  { name, dtype, width, values }: TypedColumn,
  rows: number,
): { readonly field: Field; readonly data: Data } {
  const type: DataType = arrowTypes[dtype]();
  const items = makeData({ type, data: values, length: values.length, nullCount: 0 } as never) as Data;
  if (width === 1) return { field: new Field(name, type), data: items };
  const list = new FixedSizeList(width, new Field('item', type));
  return { field: new Field(name, list), data: new Data(list, 0, rows, 0, undefined, [items]) };
}

/** What is wrong with a column that can't be read. */
export interface ColumnProblem {
  readonly reason: string;
  readonly column: string;
  readonly expected?: string;
  readonly found?: string;
}

const known = `${Object.keys(arrowTypes).join(', ')}, or lists of a fixed size of these`;

export function readColumn(name: string, data: Data | undefined, rows: number): TypedColumn | ColumnProblem {
  const isList = DataType.isFixedSizeList(data?.type);
  const items = isList ? data?.children[0] : data;
  const width = DataType.isFixedSizeList(data?.type) ? data.type.listSize : 1;
  const dtype = items === undefined ? undefined : typeOf(items.type);
  if (items === undefined || dtype === undefined) {
    const found = String(data?.type);
    const reason = `column "${name}" should be ${known}, but is ${found}`;
    return { column: name, reason, expected: known, found };
  }
  const values = items.values as ColumnValues;
  if (values.length < rows * width) return { column: name, reason: `column "${name}" is cut short` };
  if ((data?.nullCount ?? 0) > 0 || items.nullCount > 0) {
    return { column: name, reason: `column "${name}" has nulls` };
  }
  const column: RowColumn = { name, dtype, width };
  return { ...column, values: values.subarray(0, rows * width) };
}

function typeOf(type: DataType): ColumnType | undefined {
  const types = Object.keys(arrowTypes) as ColumnType[];
  return types.find((each) => String(arrowTypes[each]()) === String(type));
}
