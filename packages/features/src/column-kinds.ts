/**
 * Responsible for how a DuckDB type becomes a feature: its kind, and the SQL that gives FLOAT or VARCHAR.
 * Leaves to others: codes of categories (matrix-query.ts).
 */
import type { ColumnKind } from '@espalier/domain';
import { operand } from './sql-text.js';

const integers =
  /^(BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)$/;
const reals = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const times = /^(DATE|TIME|INTERVAL|TIMESTAMP.*)$/;
const texts = /^(VARCHAR|ENUM\(.*\))$/s;

/** The kind of feature that a column of this type makes, or null where none (lists, structs, blobs, UUIDs). */
export function kindOfType(duckdbType: string): ColumnKind | null {
  if (integers.test(duckdbType) || reals.test(duckdbType) || times.test(duckdbType)) return 'numeric';
  return texts.test(duckdbType) ? 'categorical' : null;
}

/**
 * SQL for a feature's value: FLOAT for numbers (seconds since 1970 for dates and times, 0 and 1 for booleans, NULL
 * for NaN), VARCHAR for categories.
 */
export function featureSql(sql: string, duckdbType: string): string {
  const value = operand(sql);
  if (texts.test(duckdbType)) return `CAST(${value} AS VARCHAR)`;
  if (integers.test(duckdbType)) return `CAST(${value} AS FLOAT)`;
  if (times.test(duckdbType)) return `CAST(epoch(${value}) AS FLOAT)`;
  return `nullif(CAST(${value} AS FLOAT), 'nan'::FLOAT)`;
}
