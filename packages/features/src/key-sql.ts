/**
 * Responsible for a column as a key: which of its values are the same one, and which rows have none.
 * Leaves to others: hashing keys (row-hash.ts), and what they divide (split-rows.ts, shard-columns.ts).
 */
import type { SourceColumn } from './parquet-footer.js';
import { quoteName } from './sql-text.js';

const floats: ReadonlySet<string> = new Set(['FLOAT', 'DOUBLE']);
const withInfinity = /^(FLOAT|DOUBLE|DATE|TIMESTAMP.*)$/;

/** SQL of the column's value, NULL where it is NaN too; -0.0 is 0.0, whose text it is hashed by. */
export function keySql({ name, duckdbType }: SourceColumn): string {
  const value = quoteName(name);
  if (!floats.has(duckdbType)) return value;
  return `CASE WHEN isnan(${value}) THEN NULL WHEN ${value} = 0 THEN 0 ELSE ${value} END`;
}

/** SQL of the column's value as a place in time, NULL where it is NaN or infinite: such rows are neither early nor late. */
export function momentSql({ name, duckdbType }: SourceColumn): string {
  const value = quoteName(name);
  return withInfinity.test(duckdbType) ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}
