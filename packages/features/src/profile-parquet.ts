/**
 * Responsible for a profile of a Parquet file: columns, distinct values, the frequent ones; what `init` suggests from.
 * Leaves to others: the suggestions (spec).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { ColumnProfile, ParquetProfile } from '@espalier/spec';
import { kindOfType } from './column-kinds.js';
import { Database, firstLine } from './database.js';
import { inspectSource } from './inspect-source.js';
import type { SourcePlace } from './list-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { openSourceObject } from './source-bytes.js';
import { quoteName } from './sql-text.js';

const topCount = 20;
/** Rows that are looked at: the first row groups that hold this many. */
const profiledRows = 1_000_000;

/**
 * Profiles a path, folder, pattern or `s3://` URI. Counts are over the first million rows (whole row groups of the first object).
 * @throws EspalierError `features.source-missing`, `features.corrupt-source`.
 */
export async function profileParquet(
  uri: string,
  place: SourcePlace = { baseDir: process.cwd(), store: null },
): Promise<ParquetProfile> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'espalier-profile-'));
  try {
    using database = await Database.open({ scratchDir });
    const source = await inspectSource(database, { uri, path: 'source.train.uri' }, { ...place, scratchDir });
    const object = source.objects.find((candidate) => candidate.footer.rows > 0);
    if (object === undefined) throw unusable(resolveName(uri, place), source.issues[0]);
    const groups = object.footer.rowGroups;
    const past = groups.findIndex((group) => group.firstRow + group.rows >= profiledRows) + 1;
    const rowGroupEnd = past === 0 ? groups.length : past;
    const last = groups[rowGroupEnd - 1];
    const rows = last === undefined ? 0 : last.firstRow + last.rows;
    const wanted = { rowGroupStart: 0, rowGroupEnd, columns: null };
    await using local = await openSourceObject(database, object, wanted, { ...place, scratchDir });
    const from = `(SELECT * FROM ${local.file.rowsSql({ rowNumbers: true })}
      WHERE file_row_number < ${rows})`;
    const columns: ColumnProfile[] = [];
    for (const column of object.footer.columns)
      columns.push(await profileColumn(database, from, column, rows));
    const total = source.objects.reduce((sum, each) => sum + each.footer.rows, 0);
    const rowGroups = source.objects.reduce((sum, each) => sum + each.footer.rowGroups.length, 0);
    return { uri, rows: total, rowGroups, columns };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function profileColumn(
  database: Database,
  from: string,
  { name, duckdbType }: SourceColumn,
  rows: number,
): Promise<ColumnProfile> {
  const column = quoteName(name);
  try {
    const { nulls } = await database.row<{ nulls: number }>(
      `SELECT (count(*) - count(${column}))::DOUBLE AS "nulls" FROM ${from}`,
    );
    const top = await database.rows<{ value: string; count: number; groups: number }>(
      `SELECT CAST(v AS VARCHAR) AS value, n::DOUBLE AS "count", count(*) OVER ()::DOUBLE AS "groups" FROM
         (SELECT ${column} AS v, count(*) AS n FROM ${from} WHERE ${column} IS NOT NULL GROUP BY 1)
       ORDER BY n DESC, value LIMIT ${topCount}`,
    );
    const topValues = top.map(({ value, count }) => ({ value, count }));
    const kind = kindOfType(duckdbType);
    return { name, duckdbType, kind, distinct: top[0]?.groups ?? 0, nulls, rows, topValues };
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    const reason = firstLine(error instanceof Error ? error.message : String(error));
    throw new EspalierError('features.corrupt-source', `The column ${name} can't be read: ${reason}`, {
      cause: error,
      details: { column: name, reason },
    });
  }
}

function unusable(name: string, issue: { code: string; message: string } | undefined): EspalierError {
  const code = issue?.code === 'corrupt-parquet' ? 'features.corrupt-source' : 'features.source-missing';
  return new EspalierError(code, `${name} can't be profiled: ${issue?.message ?? 'it has no rows'}.`, {
    details: { uri: name },
  });
}

function resolveName(uri: string, place: SourcePlace): string {
  return uri.startsWith('s3://') ? uri : resolve(place.baseDir, uri);
}
