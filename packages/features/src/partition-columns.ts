/**
 * Responsible for columns that folders called `key=value` below a source's root make, where the pipeline asks for them.
 * Leaves to others: where the root is (list-source.ts), reading the rows with them (object-rows.ts).
 */
import { isSameName, type PartitionValue } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { Database } from './database.js';
import type { SourceColumn } from './parquet-footer.js';
import { quoteText } from './sql-text.js';

type PartitionSpec = NonNullable<PipelineSpec['source']['partitions']>[number];

/** What Hive and Spark write for NULL. */
const nullValue = '__HIVE_DEFAULT_PARTITION__';

const duckdbTypes = { text: 'VARCHAR', integer: 'BIGINT', date: 'DATE', timestamp: 'TIMESTAMP' } as const;

export function partitionColumns(partitions: readonly PartitionSpec[]): SourceColumn[] {
  return partitions.map(({ name, type }) => ({ name, duckdbType: duckdbTypes[type] }));
}

/** The folders `key=value` of a name below the root, in their order. */
function keysOf(name: string): { readonly key: string; readonly text: string }[] {
  return name
    .split('/')
    .slice(0, -1)
    .flatMap((folder) => {
      const at = folder.indexOf('=');
      return at <= 0 ? [] : [{ key: folder.slice(0, at), text: folder.slice(at + 1) }];
    });
}

/** The keys that names below the root have, each once. */
export function partitionKeys(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => keysOf(name).map(({ key }) => key)))];
}

/** The values of one file, or the reason why it has none, as a clause. */
export function partitionValues(
  name: string,
  partitions: readonly PartitionSpec[],
): readonly PartitionValue[] | string {
  const keys = keysOf(name);
  const values: PartitionValue[] = [];
  for (const partition of partitions) {
    const own = keys.filter(({ key }) => isSameName(key, partition.name));
    const [only, second] = own;
    if (only === undefined) return `lies in no folder ${partition.name}=… below the source's root`;
    if (second !== undefined) return `lies in two folders ${only.key}=…`;
    const value = only.text === nullValue ? null : decoded(only.text);
    values.push({ name: partition.name, duckdbType: duckdbTypes[partition.type], value });
  }
  return values;
}

/** Writers put `%20` and the like for what a path can't hold. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of several files' values, those that are not of their column's type, as `hour=x`. */
export async function wrongValues(
  database: Database,
  values: Iterable<readonly PartitionValue[]>,
): Promise<string[]> {
  const distinct = new Map<string, PartitionValue>();
  for (const of of values) for (const value of of) distinct.set(JSON.stringify(value), value);
  const wrong: string[] = [];
  for (const { name, duckdbType, value } of distinct.values()) {
    if (value === null || duckdbType === 'VARCHAR') continue;
    const isWhole = duckdbType !== 'BIGINT' || /^[+-]?\d+$/.test(value);
    const { fits } = await database.row<{ fits: boolean }>(
      `SELECT TRY_CAST(${quoteText(value)} AS ${duckdbType}) IS NOT NULL AS fits`,
    );
    if (!fits || !isWhole) wrong.push(`${name}=${value}`);
  }
  return wrong;
}

/** SQL of a partition's value. */
export function partitionSql({ duckdbType, value }: PartitionValue): string {
  return `CAST(${value === null ? 'NULL' : quoteText(value)} AS ${duckdbType})`;
}
