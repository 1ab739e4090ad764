/**
 * Responsible for a few of a source's rows in memory, the same ones each time: blocks spread over all of its objects, each
 * feature as numbers, each label as 0 or 1.
 * Leaves to others: what is measured on them (single-feature-auc.ts).
 */
import type { FeatureColumn } from '@espalier/domain';
import { featureSql } from './column-kinds.js';
import type { Database } from './database.js';
import { byteColumn, chunksOf, doubleColumn } from './float-columns.js';
import type { InspectedObject } from './inspect-source.js';
import { sampleSource } from './sample-blocks.js';
import type { SourceAccess } from './source-bytes.js';
import { quoteName } from './sql-text.js';

/** Fits the 15 bits that single-feature-auc.ts has for a row's number. */
const mostRows = 20_000;
const fewestRows = 2_000;
/** Rows x columns that are kept: 80 MB. */
const mostCells = 10_000_000;
/** Rows in a row that go to the same half, so that one visit's or one session's rows seldom stand in both. */
const runRows = 50;

export interface RowsToSample {
  readonly objects: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
  /** DuckDB's type of each feature's expression, by the feature's name. */
  readonly types: ReadonlyMap<string, string>;
  /** SQL of each label's class, BOOLEAN. */
  readonly labels: readonly string[];
  /** Source columns that features and labels read; null for all. */
  readonly columns: readonly string[] | null;
}

export interface SampledRows {
  readonly rows: number;
  /**
   * Values of each feature: numbers as the encoder sees them (float32, NaN for NULL), texts as hashes of 38 bits, one of
   * them for NULL.
   */
  readonly features: readonly Float64Array[];
  /** Of each task: 0, 1, or `noLabel` where it is NULL or fails. */
  readonly labels: readonly Uint8Array[];
  /** Which half a row belongs to, 0 or 1. */
  readonly halves: Uint8Array;
}

export const noLabel = 2;

/** What a derived feature's expression fails on is NULL here. */
export async function sampleRows(
  database: Database,
  source: RowsToSample,
  access: SourceAccess,
): Promise<SampledRows> {
  const { objects, features, labels } = source;
  const wanted = Math.min(
    mostRows,
    Math.max(fewestRows, Math.floor(mostCells / (features.length + labels.length))),
  );
  const { columns } = source;
  const sampled = sampleSource(database, objects, { rows: wanted, columns }, access);
  const room = sampled.rows;
  const run = Math.min(runRows, Math.max(1, Math.floor(room / 40)));
  const values = [
    ...features.map((feature) => valueSql(feature, source.types)),
    ...labels.map((label) => `coalesce(TRY(${label})::UTINYINT, ${noLabel}::UTINYINT)`),
    `((file_row_number // ${run}) % 2)::UTINYINT`,
  ];
  const sample = {
    features: features.map(() => new Float64Array(room)),
    labels: labels.map(() => new Uint8Array(room)),
    halves: new Uint8Array(room),
  };
  let rows = 0;
  await sampled.each(async (table) => {
    const result = await database.stream(`SELECT ${values.join(',\n')} FROM ${table} AS source`);
    for await (const chunk of chunksOf(result)) {
      for (const [f, values] of sample.features.entries()) values.set(doubleColumn(chunk, f), rows);
      for (const [l, values] of sample.labels.entries()) {
        values.set(byteColumn(chunk, features.length + l), rows);
      }
      sample.halves.set(byteColumn(chunk, features.length + labels.length), rows);
      rows += chunk.rowCount;
    }
  });
  return { rows, ...sample };
}

function valueSql({ name, kind, sql, reference }: FeatureColumn, types: ReadonlyMap<string, string>): string {
  const value = featureSql(sql, types.get(name) ?? (kind === 'numeric' ? 'DOUBLE' : 'VARCHAR'), reference);
  // A column as it stands can't fail, and is read faster without TRY.
  const safe = sql === quoteName(name) ? value : `TRY(${value})`;
  return kind === 'numeric' ? `coalesce(${safe}::DOUBLE, 'nan'::DOUBLE)` : `(hash(${safe}) >> 26)::DOUBLE`;
}
