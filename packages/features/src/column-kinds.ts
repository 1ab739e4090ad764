/**
 * Responsible for how a DuckDB type becomes a feature: its kind, and the SQL that gives FLOAT or VARCHAR.
 * Leaves to others: codes of categories (matrix-query.ts), which references keep a number's digits (float-references.ts).
 */
import type { ColumnKind, TimeKind } from '@espalier/domain';
import { operand, quoteText } from './sql-text.js';

const integers =
  /^(BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)$/;
/** What HUGEINT holds, and the differences of which it holds. */
const exactIntegers =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|DECIMAL\(([12]?\d|3[0-7]),0\))$/;
const reals = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const times = /^(DATE|TIME|TIME_NS|INTERVAL|TIMESTAMP.*)$/;
const calendar = /^(DATE|TIMESTAMP.*)$/;
const texts = /^(VARCHAR|ENUM\(.*\))$/s;
/** Types of which float32 holds every value. */
const narrow = /^(BOOLEAN|U?TINYINT|U?SMALLINT|FLOAT|DECIMAL\([1-7],\d+\))$/;

/** The kind of feature that a column of this type makes, or null where none (lists, structs, blobs, UUIDs). */
export function kindOfType(duckdbType: string): ColumnKind | null {
  if (integers.test(duckdbType) || reals.test(duckdbType) || times.test(duckdbType)) return 'numeric';
  return texts.test(duckdbType) ? 'categorical' : null;
}

/** What times of this type are counted from; null where it is no time. */
export function timeKindOf(duckdbType: string): TimeKind | null {
  if (calendar.test(duckdbType)) return 'moment';
  if (duckdbType === 'INTERVAL') return 'duration';
  return times.test(duckdbType) ? 'time of day' : null;
}

export function isText(duckdbType: string): boolean {
  return texts.test(duckdbType);
}

/** Whether a number of this type may have more digits than float32 has. */
export function isWide(duckdbType: string): boolean {
  return kindOfType(duckdbType) === 'numeric' && !narrow.test(duckdbType);
}

/** Whether DOUBLE, too, may round numbers of this type, and HUGEINT does not hold them. */
export function isBeyondDouble(duckdbType: string): boolean {
  return /^(U?HUGEINT|DECIMAL\(38,0\)|DECIMAL\((1[6-9]|2\d|3\d),[1-9]\d*\))$/.test(duckdbType);
}

/** SQL of a number before it is rounded: HUGEINT where that holds all of the type's values, else DOUBLE. */
export function numberSql(sql: string, duckdbType: string): string {
  const value = operand(sql);
  if (exactIntegers.test(duckdbType)) return `CAST(${value} AS HUGEINT)`;
  // DuckDB has no epoch of infinity.
  const infinity = `CASE WHEN ${value} < DATE '1970-01-01' THEN '-inf'::DOUBLE ELSE 'inf'::DOUBLE END`;
  if (calendar.test(duckdbType)) return `CASE WHEN isinf(${value}) THEN ${infinity} ELSE epoch(${value}) END`;
  return times.test(duckdbType) ? `CAST(epoch(${value}) AS DOUBLE)` : `CAST(${value} AS DOUBLE)`;
}

/**
 * SQL for a feature's value: FLOAT for numbers (seconds since 1970 for dates and times, 0 and 1 for booleans, NULL
 * for NaN), VARCHAR for categories. What is infinite, or beyond floats, is infinite; it never fails on a value.
 * @param reference decimal text of what is subtracted before the number is rounded to 32 bits
 */
export function featureSql(sql: string, duckdbType: string, reference?: string): string {
  const value = operand(sql);
  if (texts.test(duckdbType)) return `CAST(${value} AS VARCHAR)`;
  if (reference !== undefined) return lessReference(sql, duckdbType, reference);
  if (calendar.test(duckdbType)) return `CAST(${numberSql(sql, duckdbType)} AS FLOAT)`;
  if (duckdbType === 'DOUBLE') return floatOf(value);
  if (times.test(duckdbType)) return `CAST(epoch(${value}) AS FLOAT)`;
  return duckdbType === 'FLOAT' ? `nullif(${value}, 'nan'::FLOAT)` : `CAST(${value} AS FLOAT)`;
}

function lessReference(sql: string, duckdbType: string, reference: string): string {
  const number = numberSql(sql, duckdbType);
  const whole = /^-?\d+$/.test(reference) && exactIntegers.test(duckdbType);
  if (whole) return `CAST(${number} - CAST(${quoteText(reference)} AS HUGEINT) AS FLOAT)`;
  return floatOf(`(CAST(${number} AS DOUBLE) - CAST(${quoteText(reference)} AS DOUBLE))`);
}

/** A double beyond floats can't be cast to one. */
function floatOf(double: string): string {
  const held = `coalesce(TRY_CAST(${double} AS FLOAT), ${double} * 'inf'::DOUBLE)`;
  return `nullif(CAST(${held} AS FLOAT), 'nan'::FLOAT)`;
}
