/**
 * Responsible for refusing the values of a feature shard that nothing can be made of, with the source object that they lie in.
 * Leaves to others: measuring (shard-statistics.ts), and expressions that fail (extraction-failure.ts).
 */
import { type ErrorCode, EspalierError, type SourceShard, type TaskOfKind } from '@espalier/domain';
import type { Database } from './database.js';
import { labelKindOf } from './label-kinds/registry.js';
import { labelColumn, objectOfRowSql } from './shard-columns.js';
import { quoteName } from './sql-text.js';

export interface MeasuredRows {
  readonly database: Database;
  /** SQL of the shard's rows. */
  readonly from: string;
  /** The shard's slices: at most one of an object. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
}

/** What errors call the source of a shard's rows. */
export function sourceNameOf([first, ...others]: MeasuredRows['slices']): string {
  return `${sliceName(first)}${moreObjects(others.length)}`;
}

/** @throws EspalierError `features.null-label` */
export async function refuseNullLabels(rows: MeasuredRows, { name: task, kind }: TaskOfKind): Promise<never> {
  const found = await objectsWith(rows, `${quoteName(labelColumn(task))} IS NULL`);
  throw refusal(
    'features.null-label',
    rows,
    found,
    { task, nulls: found.bad },
    (where) =>
      `The label of task ${task} is NULL for ${where} (NaN counts as NULL); ${labelKindOf({ kind }).nullRemedy('<label>')}.`,
  );
}

/** @throws EspalierError `features.infinite-value` */
export async function refuseInfiniteValues(rows: MeasuredRows, feature: string): Promise<never> {
  const found = await objectsWith(rows, `isinf(${quoteName(feature)})`);
  throw refusal(
    'features.infinite-value',
    rows,
    found,
    { feature, infinite: found.bad },
    (where) => `The feature ${feature} is infinite, or beyond the ±3.4e38 of a 32-bit float, for ${where}.`,
  );
}

interface BadObjects {
  /** The first object with such rows. */
  readonly slice: SourceShard;
  /** Its rows in the shard, and how many of them are bad. */
  readonly rows: number;
  readonly bad: number;
  /** Other objects of the shard with such rows. */
  readonly others: number;
}

async function objectsWith({ database, from, slices }: MeasuredRows, isBad: string): Promise<BadObjects> {
  const found = await database.rows<{ object: number; rows: number; bad: number }>(
    `SELECT ${objectOfRowSql}::DOUBLE AS "object", count(*)::DOUBLE AS "rows", count(*) FILTER (WHERE ${isBad})::DOUBLE AS "bad"
     FROM ${from} GROUP BY 1 HAVING count(*) FILTER (WHERE ${isBad}) > 0 ORDER BY 1`,
  );
  const [first] = found;
  const slice = slices.find(({ objectIndex }) => objectIndex === first?.object);
  if (first === undefined || slice === undefined) throw new RangeError(`no row of the shard is ${isBad}`);
  return { slice, rows: first.rows, bad: first.bad, others: found.length - 1 };
}

function refusal(
  code: ErrorCode,
  { slices }: MeasuredRows,
  { slice, rows, bad, others }: BadObjects,
  details: Readonly<Record<string, unknown>>,
  message: (where: string) => string,
): EspalierError {
  const where = `${bad} of ${rows} rows of ${sliceName(slice)}${moreObjects(others)}`;
  return new EspalierError(code, message(where), {
    details: { ...details, rows, uri: slice.uri, shard: slices[0].index },
  });
}

function sliceName({ uri, rowGroupStart, rowGroupEnd }: SourceShard): string {
  return `${uri} (row groups ${rowGroupStart} to ${rowGroupEnd - 1})`;
}

function moreObjects(count: number): string {
  return count === 0 ? '' : ` and ${count} more object${count === 1 ? '' : 's'}`;
}
