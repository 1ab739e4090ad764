/**
 * Responsible for the rows of one of a source's objects as SQL in the source's columns: the same types in every object, and the
 * columns that its folders make.
 * Leaves to others: what those columns are (unify-columns.ts, partition-columns.ts), and which rows are wanted.
 */
import { nameKey, type PartitionValue } from '@espalier/domain';
import type { ExactFile } from './exact-file.js';
import type { SourceColumn } from './parquet-footer.js';
import { partitionSql } from './partition-columns.js';
import { isNameable, quoteName, quoteText } from './sql-text.js';
import { widestType } from './widest-type.js';

export interface ObjectColumns {
  /** As the object has them. */
  readonly own: readonly SourceColumn[];
  /** As the source has them: what rows are read as. */
  readonly columns: readonly SourceColumn[];
  readonly partitions: readonly PartitionValue[];
}

/**
 * SQL of a table with those of the source's columns that the object has, and with `rowNumbers` also `file_row_number` (BIGINT,
 * from 0).
 */
export function objectRowsSql(
  file: ExactFile,
  object: ObjectColumns,
  options: { readonly rowNumbers?: boolean } = {},
): string {
  const own = new Map(object.own.map((column) => [nameKey(column.name), column]));
  const partitions = new Map(object.partitions.map((value) => [nameKey(value.name), value]));
  const selected = object.columns.flatMap((column) => {
    if (!isNameable(column.name)) return [];
    const partition = partitions.get(nameKey(column.name));
    if (partition !== undefined) return [`${partitionSql(partition)} AS ${quoteName(column.name)}`];
    const found = own.get(nameKey(column.name));
    return found === undefined ? [] : [`${valueSql(found, column)} AS ${quoteName(column.name)}`];
  });
  if (options.rowNumbers) selected.push('file_row_number');
  return `(SELECT ${selected.join(', ')} FROM ${file.rowsSql(options)})`;
}

/** Names of the columns that `objectRowsSql` gives of an object, in order. */
export function columnsRead(object: ObjectColumns): string[] {
  const known = keysOf(object);
  return object.columns
    .map(({ name }) => name)
    .filter((name) => isNameable(name) && known.has(nameKey(name)));
}

/** Keys of the names that an object has by itself or by its folders. */
export function keysOf({ own, partitions }: Pick<ObjectColumns, 'own' | 'partitions'>): ReadonlySet<string> {
  return new Set([...own, ...partitions].map(({ name }) => nameKey(name)));
}

function valueSql(own: SourceColumn, { name, duckdbType }: SourceColumn): string {
  const value = quoteName(own.name);
  if (own.duckdbType === duckdbType) return value;
  if (widestType(own.duckdbType, duckdbType) === duckdbType) return `CAST(${value} AS ${duckdbType})`;
  // The plan has seen nothing but NULL here.
  const message = quoteText(`${name} is ${own.duckdbType} here, and ${duckdbType} in the other files`);
  return `CASE WHEN ${value} IS NULL THEN CAST(NULL AS ${duckdbType}) ELSE error(${message}) END`;
}
