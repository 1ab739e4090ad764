/**
 * Responsible for a profile of a source's columns, distinct values, the frequent ones; what `init` suggests from.
 * Leaves to others: the suggestions (spec).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EspalierError, nameKey } from '@espalier/domain';
import type { ColumnProfile, NumberProfile, ParquetProfile } from '@espalier/spec';
import { kindOfType } from './column-kinds.js';
import { Database } from './database.js';
import { plainReason } from './duckdb-reason.js';
import { type InspectedObject, inspectSource } from './inspect-source.js';
import type { SourcePlace } from './list-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { sampleSource } from './sample-blocks.js';
import type { SourceAccess } from './source-bytes.js';
import { isNameable, quoteName } from './sql-text.js';

const topCount = 20;
/** Rows that are looked at, at most and at least. */
const mostRows = 1_000_000;
const fewestRows = 20_000;
/** Rows x columns that are looked at. */
const mostCells = 20_000_000;
/** Columns that are read at once: DuckDB takes longer for a column the more there are in a query. */
const columnsAtOnce = 50;
/** Types whose values are not counted: lists, structs, bytes. */
const uncounted = /\[\d*\]$|^(STRUCT|MAP|UNION|BLOB|BIT|GEOMETRY|VARIANT)/;

/**
 * Profiles a path, folder, pattern or `s3://` URI. Counts are over a million rows at most, fewer of a wide source, from all over it; a column
 * that can't be read is told as such.
 * @throws EspalierError `features.source-missing`, `features.corrupt-source`.
 */
export async function profileParquet(
  uri: string,
  place: SourcePlace = { baseDir: process.cwd(), store: null },
): Promise<ParquetProfile> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'espalier-profile-'));
  try {
    using database = await Database.open({ scratchDir });
    const access = { ...place, scratchDir };
    const source = await inspectSource(database, { uri, path: 'source.train.uri' }, access);
    const objects = source.objects.filter(({ footer }) => footer.rows > 0);
    const troubles = new Map(source.troubles.map(({ column, message }) => [nameKey(column), message]));
    const known = (source.columns ?? []).filter(({ name }) => !troubles.has(nameKey(name)));
    const clash = source.issues.find(({ code }) => code === 'reserved-name');
    if (objects.length === 0 || clash) throw unusable(resolveName(uri, place), clash ?? source.issues[0]);
    const columns: ColumnProfile[] = [];
    for (let first = 0; first < known.length; first += columnsAtOnce) {
      const some = known.slice(first, first + columnsAtOnce);
      columns.push(...(await profileColumns({ database, objects, access, width: known.length }, some)));
    }
    for (const column of source.columns ?? []) {
      const unreadable = troubles.get(nameKey(column.name));
      if (unreadable !== undefined) columns.push(unread(column, unreadable));
    }
    const total = objects.reduce((sum, each) => sum + each.footer.rows, 0);
    const rowGroups = objects.reduce((sum, each) => sum + each.footer.rowGroups.length, 0);
    return { uri, rows: total, rowGroups, columns };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

interface ProfiledSource {
  readonly database: Database;
  readonly objects: readonly InspectedObject[];
  readonly access: SourceAccess;
  /** Columns of the source. */
  readonly width: number;
}

/** One column that can't be read takes no other along. */
async function profileColumns(
  source: ProfiledSource,
  columns: readonly SourceColumn[],
): Promise<ColumnProfile[]> {
  const counted = columns.filter(({ name, duckdbType }) => isNameable(name) && !uncounted.test(duckdbType));
  try {
    const rows = await readColumns(source, counted);
    const profiles: ColumnProfile[] = [];
    for (const column of columns) {
      const kind = kindOfType(column.duckdbType);
      profiles.push(
        counted.includes(column)
          ? { ...column, kind, rows, ...(await profileValues(source.database, column, rows)) }
          : { ...column, kind: null, distinct: 0, nulls: 0, rows, topValues: [] },
      );
    }
    return profiles;
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    const [only, ...others] = columns;
    if (only === undefined) return [];
    if (others.length === 0) {
      const unreadable = plainReason(error);
      return [unread(only, unreadable)];
    }
    const profiles: ColumnProfile[] = [];
    for (const column of columns) profiles.push(...(await profileColumns(source, [column])));
    return profiles;
  }
}

function unread(column: SourceColumn, unreadable: string): ColumnProfile {
  return { ...column, kind: null, distinct: 0, nulls: 0, rows: 0, topValues: [], unreadable };
}

/** Into the table `profiled`. @returns its rows */
async function readColumns(
  { database, objects, access, width }: ProfiledSource,
  columns: readonly SourceColumn[],
): Promise<number> {
  const rows = Math.min(mostRows, Math.max(fewestRows, Math.floor(mostCells / width)));
  const names = columns.map(({ name }) => name);
  const selected = names.length > 0 ? names.map(quoteName).join(', ') : 'true AS nothing';
  let made = false;
  await sampleSource(database, objects, { rows, columns: names }, access).each(async (table) => {
    const into = made ? 'INSERT INTO profiled' : 'CREATE OR REPLACE TEMP TABLE profiled AS';
    await database.run(`${into} SELECT ${selected} FROM ${table} AS source`);
    made = true;
  });
  const { count } = await database.row<{ count: number }>('SELECT count(*)::DOUBLE AS "count" FROM profiled');
  return count;
}

async function profileValues(
  database: Database,
  { name, duckdbType }: SourceColumn,
  rows: number,
): Promise<Pick<ColumnProfile, 'distinct' | 'nulls' | 'topValues' | 'numbers'>> {
  const column = quoteName(name);
  const fraction = /^(FLOAT|DOUBLE)$/.test(duckdbType);
  const present = fraction ? `${column} IS NOT NULL AND NOT isnan(${column})` : `${column} IS NOT NULL`;
  const top = await database.rows<{ value: string; count: number; groups: number; present: number }>(
    `SELECT CAST(v AS VARCHAR) AS value, n AS "count", groups, present FROM
       (SELECT v, n, count(*) OVER ()::DOUBLE AS groups, (sum(n) OVER ())::DOUBLE AS present FROM
         (SELECT ${column} AS v, count(*)::DOUBLE AS n FROM profiled WHERE ${present} GROUP BY 1)
        ORDER BY n DESC, v LIMIT ${topCount})
     ORDER BY n DESC, value`,
  );
  const counts = {
    distinct: top[0]?.groups ?? 0,
    nulls: rows - (top[0]?.present ?? 0),
    topValues: top.map(({ value, count }) => ({ value, count })),
  };
  if (kindOfType(duckdbType) !== 'numeric' || counts.distinct === 0) return counts;
  const numbers = await profileNumbers(database, { column, duckdbType, present, fraction }, rows);
  return numbers === null ? counts : { ...counts, numbers };
}

async function profileNumbers(
  database: Database,
  of: {
    readonly column: string;
    readonly duckdbType: string;
    readonly present: string;
    readonly fraction: boolean;
  },
  rows: number,
): Promise<NumberProfile | null> {
  const { column, duckdbType, present, fraction } = of;
  const isTime = /^(DATE|TIME|INTERVAL)/.test(duckdbType);
  const value = isTime ? `CAST(epoch(${column}) AS DOUBLE)` : `CAST(${column} AS DOUBLE)`;
  const nans = fraction
    ? `(SELECT count(*) FILTER (WHERE isnan(${column}))::DOUBLE FROM profiled)`
    : '0::DOUBLE';
  const found = await database.row<Omit<NumberProfile, 'positive'> & { above: number; least: number | null }>(
    `SELECT min(x) AS least, max(x) AS greatest, count(*) FILTER (WHERE x > 0)::DOUBLE AS above,
       quantile_disc(x, 0.7) AS "upper", bool_and(x = trunc(x)) AS whole, ${nans} AS nans
     FROM (SELECT ${value} AS x FROM profiled WHERE ${present}) WHERE isfinite(x)`,
  );
  if (found.least === null) return null;
  const { above, ...numbers } = found;
  return { ...numbers, positive: rows > 0 ? above / rows : 0 };
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
