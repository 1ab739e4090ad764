/**
 * Responsible for moments of any of DuckDB's calendar types as one number, so that all compare with all, and what is not known for certain by a
 * moment counts as known after it. Times without a zone are in UTC.
 * Leaves to others: which columns are moments (resolve-joins.ts).
 */
import type { PlanColumn } from '@espalier/domain';
import { quoteName } from '../sql-text.js';

/** A window's ends stay within 64 bits. */
const farthestUs = '9000000000000000000';
const dayUs = 86_400_000_000;

/** SQL of the microseconds since 1970 (BIGINT) of the moment that a row's features are as of; NULL where it has none. A date is its first moment. */
export function asOfSql(column: PlanColumn): string {
  return within(column, (value) => {
    if (column.duckdbType !== 'TIMESTAMP_NS') return `epoch_us(${value})`;
    return `epoch_us(${value}) - CASE WHEN epoch_ns(${value}) % 1000 < 0 THEN 1 ELSE 0 END`;
  });
}

/** The same of the moment from which a row was known: a date from its end, nanoseconds from the next microsecond. */
export function knownSql(column: PlanColumn): string {
  return within(column, (value) => {
    if (column.duckdbType === 'DATE') return `epoch_us(${value}) + ${dayUs}`;
    if (column.duckdbType !== 'TIMESTAMP_NS') return `epoch_us(${value})`;
    return `epoch_us(${value}) + CASE WHEN epoch_ns(${value}) % 1000 > 0 THEN 1 ELSE 0 END`;
  });
}

function within({ name }: PlanColumn, moment: (value: string) => string): string {
  const value = quoteName(name);
  const us = `CASE WHEN isfinite(${value}) THEN ${moment(value)} END`;
  return `(CASE WHEN ${us} BETWEEN -${farthestUs} AND ${farthestUs} THEN ${us} END)`;
}
