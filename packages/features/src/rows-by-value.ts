/**
 * Responsible for which rows of a feature shard have which value of a column of the source, whether or not any feature reads it.
 * Leaves to others: what follows from it (workers), extraction itself (extract-shard.ts).
 */
import {
  isSameName,
  joinedColumns,
  type PlanBody,
  type PlanColumn,
  type SourceShard,
} from '@espalier/domain';
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { byteColumn, chunksOf } from './float-columns.js';
import { joinSlices } from './join-slices.js';
import { type ParquetFooter, readFooter } from './parquet-footer.js';
import { rowColumn, rowIdentitySql } from './shard-columns.js';
import { plainRowsSql, type SliceContext } from './slice-rows.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { findPlannedObject } from './source-identity.js';
import { quoteName, quoteText } from './sql-text.js';

export interface RowsByValueOptions extends SourceAccess, Pick<SliceContext, 'spec'> {
  readonly plan: Pick<PlanBody, 'features' | 'columns' | 'splitRules' | 'joins'>;
  /** Those that the shard was made of. */
  readonly slices: readonly SourceShard[];
  /** The feature shard. */
  readonly shardPath: string;
  readonly rows: number;
  readonly column: string;
  /** As text, 255 at most. One that the column can't hold, as 1.5 of whole numbers, has no rows. */
  readonly values: readonly string[];
  readonly signal?: AbortSignal;
}

const table = quoteName('rows by value');

/**
 * @returns for each row of the shard, in its order, 0 for none of the values, else the value's place among them, from 1. An object that lacks the column
 *   has none.
 * @throws EspalierError `features.source-changed`, `features.source-missing`, `features.corrupt-source`
 */
export async function rowsByValue(options: RowsByValueOptions): Promise<Uint8Array> {
  const { slices, scratchDir, shardPath, rows } = options;
  using database = await Database.open({ scratchDir, threads: 1 });
  database.interruptOn(options.signal);
  await database.run(`CREATE TEMP TABLE ${table} (${rowColumn} BIGINT, place UTINYINT)`);
  for (const slice of slices) await collect(database, slice, options);
  await using file = await ExactFile.open(shardPath);
  const result = await database.stream(
    `SELECT coalesce(found.place, 0)::UTINYINT AS place FROM ${file.rowsSql({ rowNumbers: true })} AS shard
     LEFT JOIN ${table} AS found USING (${rowColumn}) ORDER BY shard.file_row_number`,
  );
  const places = new Uint8Array(rows);
  let filled = 0;
  for await (const chunk of chunksOf(result)) {
    places.set(byteColumn(chunk, 0), filled);
    filled += chunk.rowCount;
  }
  if (filled !== rows) throw new RangeError(`${shardPath} has ${filled} rows, not ${rows}`);
  return places;
}

async function collect(database: Database, slice: SourceShard, options: RowsByValueOptions): Promise<void> {
  const { plan, column, values, signal } = options;
  const { rowGroupStart, rowGroupEnd } = slice;
  const isJoined = joinedColumns(plan.joins).some(({ name }) => isSameName(name, column));
  // What is joined is joined by others; else nothing more has to be read.
  const columns = isJoined ? plan.columns.map(({ name }) => name) : [column];
  const object = await findPlannedObject(slice, signal);
  await withSourceObject(database, object, { rowGroupStart, rowGroupEnd, columns }, options, async (file) => {
    const footer = await readFooter(database, file, slice.uri);
    const found = columnOf(slice, footer, options);
    if (found === null) return;
    const { name, duckdbType } = found;
    const own = { columns: [{ name, duckdbType }] };
    const [joined] = isJoined ? await joinSlices(database, [{ file, footer, slice }], options) : [];
    const source = joined ?? plainRowsSql(file, footer, slice, own);
    const type = comparedAs(duckdbType);
    const held = type === duckdbType ? quoteName(name) : `TRY_CAST(${quoteName(name)} AS ${type})`;
    const places = values.map(
      (value, index) => `WHEN ${held} = TRY_CAST(${quoteText(value)} AS ${type}) THEN ${index + 1}`,
    );
    await database.run(
      `INSERT INTO ${table} SELECT * FROM (
         SELECT ${rowIdentitySql(slice.objectIndex)}, CASE ${places.join(' ')} ELSE 0 END AS place FROM ${source} AS source
       ) WHERE place > 0`,
    );
  });
}

/** A cast to the column's own type would round numbers, and cut days of moments and offsets off them: rows of other values would be found. */
function comparedAs(duckdbType: string): string {
  if (/^(U?(TINY|SMALL|BIG)INT|U?INTEGER|DECIMAL)/.test(duckdbType)) return 'DECIMAL(38,15)';
  return /^(DATE|TIMESTAMP)/.test(duckdbType) ? 'TIMESTAMPTZ' : duckdbType;
}

/** As the object, the folders above it or a join have it; null where none has. */
function columnOf(
  { partitions = [] }: SourceShard,
  { columns }: Pick<ParquetFooter, 'columns'>,
  { plan, column }: RowsByValueOptions,
): PlanColumn | null {
  const planned = [...plan.columns, ...joinedColumns(plan.joins)];
  return [...planned, ...columns, ...partitions].find(({ name }) => isSameName(name, column)) ?? null;
}
