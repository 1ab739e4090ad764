/**
 * Responsible for single rows of a planned source as a file that can be scored: the columns that a model's features read, as the source has them, with
 * what is joined to them ready made.
 * Leaves to others: which rows (workers), scoring them (scorer).
 */
import { type FeatureSchema, joinedColumns, type PlanBody, type SourceShard } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { joinSlices } from './join-slices.js';
import { readFooter } from './parquet-footer.js';
import { valueColumns } from './scoring-input.js';
import { rowColumn, rowIdentitySql } from './shard-columns.js';
import { plainRowsSql } from './slice-rows.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { findPlannedObject } from './source-identity.js';
import { quoteName, quoteText } from './sql-text.js';

export interface SourceRowsOptions extends SourceAccess {
  readonly plan: Pick<PlanBody, 'features' | 'columns' | 'splitRules' | 'joins'>;
  readonly spec: PipelineSpec;
  /** The model's, which the plan's columns fit. */
  readonly schema: FeatureSchema;
  /** Those that may hold the rows. */
  readonly slices: readonly SourceShard[];
  /** Identities of rows, as feature shards have them. */
  readonly rows: readonly bigint[];
  readonly outPath: string;
  readonly signal?: AbortSignal;
}

export interface SourceRow {
  readonly uri: string;
  /** Number of the row within the object, from 0. */
  readonly row: number;
}

const objectBits = 40n;
const table = quoteName('wanted rows');

/**
 * Writes a Parquet of the rows, by object and place.
 * @returns where each row stands, in the file's order
 * @throws EspalierError `features.source-changed`, `features.source-missing`, `features.corrupt-source`, `features.missing-column`
 */
export async function writeSourceRows(options: SourceRowsOptions): Promise<readonly SourceRow[]> {
  const { plan, schema, slices, scratchDir, outPath } = options;
  const wanted = [...new Set(options.rows)].sort((a, b) => (a < b ? -1 : 1)).map(placeOf);
  using database = await Database.open({ scratchDir, threads: 1 });
  const known = [...plan.columns, ...joinedColumns(plan.joins)];
  const { reads } = await valueColumns(slices[0]?.uri ?? outPath, schema, known, scratchDir);
  const columns = known.map(({ name }) => name).filter((name) => reads.has(name));
  const found: (Place & SourceRow)[] = [];
  let isFirst = true;
  for (const slice of slices) {
    const inSlice = wanted.filter((place) => isIn(slice, place));
    if (inSlice.length === 0) continue;
    const query = (source: string) => {
      const selected = [`${rowIdentitySql(slice.objectIndex)} AS ${rowColumn}`, ...columns.map(quoteName)];
      const numbers = inSlice.map(({ row }) => row).join(', ');
      return `SELECT ${selected.join(', ')} FROM ${source} AS source WHERE file_row_number IN (${numbers})`;
    };
    await collect(database, slice, options, (source) =>
      isFirst ? `CREATE TEMP TABLE ${table} AS ${query(source)}` : `INSERT INTO ${table} ${query(source)}`,
    );
    isFirst = false;
    found.push(...inSlice.map((place) => ({ ...place, uri: slice.uri })));
  }
  if (found.length !== wanted.length) throw new RangeError('the plan has no slice with some of the rows');
  const named = columns.map(quoteName).join(', ');
  await database.run(
    `COPY (SELECT ${named} FROM ${table} ORDER BY ${rowColumn}) TO ${quoteText(outPath)} (FORMAT parquet)`,
  );
  return found
    .sort((a, b) => a.objectIndex - b.objectIndex || a.row - b.row)
    .map(({ uri, row }) => ({ uri, row }));
}

/** Identities of the rows at these places of a feature shard, in the places' order. */
export async function rowsAt(
  shardPath: string,
  places: readonly number[],
  { scratchDir }: { readonly scratchDir: string },
): Promise<readonly bigint[]> {
  using database = await Database.open({ scratchDir, threads: 1 });
  await using file = await ExactFile.open(shardPath);
  // As text: a BIGINT of 40 and some bits is no double for sure.
  const rows = await database.rows<{ place: number; id: string }>(
    `SELECT file_row_number::INTEGER AS place, ${rowColumn}::VARCHAR AS id FROM ${file.rowsSql({ rowNumbers: true })}
     WHERE file_row_number IN (${places.join(', ')})`,
  );
  const byPlace = new Map(rows.map(({ place, id }) => [place, BigInt(id)]));
  return places.map((place) => {
    const id = byPlace.get(place);
    if (id === undefined) throw new RangeError(`${shardPath} has no row ${place}`);
    return id;
  });
}

interface Place {
  readonly objectIndex: number;
  readonly row: number;
}

function placeOf(id: bigint): Place {
  return { objectIndex: Number(id >> objectBits), row: Number(id & ((1n << objectBits) - 1n)) };
}

function isIn({ objectIndex, firstRow, rows }: SourceShard, place: Place): boolean {
  return place.objectIndex === objectIndex && place.row >= firstRow && place.row < firstRow + rows;
}

async function collect(
  database: Database,
  slice: SourceShard,
  options: SourceRowsOptions,
  statement: (source: string) => string,
): Promise<void> {
  const { plan, signal } = options;
  const { rowGroupStart, rowGroupEnd } = slice;
  const chunks = { rowGroupStart, rowGroupEnd, columns: plan.columns.map(({ name }) => name) };
  const object = await findPlannedObject(slice, signal);
  await withSourceObject(database, object, chunks, options, async (file) => {
    const footer = await readFooter(database, file, slice.uri);
    const [joined] = await joinSlices(database, [{ file, footer, slice }], options);
    await database.run(statement(joined ?? plainRowsSql(file, footer, slice, plan)));
  });
}
