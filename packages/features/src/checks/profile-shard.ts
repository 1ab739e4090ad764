/**
 * Responsible for what one feature shard says of its columns, measured on the Parquet: counts that add up over shards, and a seeded draw of its numbers.
 * Leaves to others: adding them up (profile-fold.ts), what is made of them (the checks beside).
 */
import type { FeatureSchema, NumericColumnSchema } from '@espalier/domain';
import { Database } from '../database.js';
import { ExactFile } from '../exact-file.js';
import { codedColumns } from '../matrix-query.js';
import { hashPredicate } from '../row-hash.js';
import { objectOfRowSql, rowColumn } from '../shard-columns.js';
import { quoteName, quoteText } from '../sql-text.js';

/** Values of a column that are counted one by one: the most frequent ones of training. */
export const mostCounted = 1_000;

/** Of drawn rows: the object of the source that each is of. */
export const objectColumn = '__object';

/** Plain JSON. */
export interface ShardProfile {
  readonly rows: number;
  /** By column, numbers: NULLs, and values outside of training's range by more than a standard deviation. */
  readonly numeric: Readonly<Record<string, { readonly nulls: number; readonly outside: number }>>;
  readonly categorical: Readonly<Record<string, ShardCategories>>;
}

interface ShardCategories {
  readonly nulls: number;
  readonly rarer: number;
  readonly unseen: number;
  /** Place of a value in the schema, and its rows; values that the shard lacks are left out. */
  readonly counts: readonly (readonly [place: number, rows: number])[];
}

export interface ProfileOptions {
  /** Vocabularies and ranges of training. */
  readonly schema: FeatureSchema;
  /** Of the rows, whose numbers are drawn: the same rows each time. */
  readonly share: number;
  /** Where the drawn numbers are written (Parquet, a column each, and `objectColumn`); nothing is where the schema has no numbers. */
  readonly drawnPath: string;
  readonly scratchDir: string;
  readonly signal?: AbortSignal | undefined;
}

export async function profileShard(path: string, options: ProfileOptions): Promise<ShardProfile> {
  const { schema, scratchDir, signal } = options;
  // Of its own: vocabularies become types of it.
  using database = await Database.open({ scratchDir });
  const release = database.interruptOn(signal);
  try {
    await using file = await ExactFile.open(path);
    const from = file.rowsSql();
    const numbers = schema.columns.filter((column) => column.kind === 'numeric');
    const { rows, numeric } = await profileNumbers(database, from, numbers);
    if (numbers.length > 0) {
      const drawn = hashPredicate('check', schema.seed, rowColumn, options.share);
      const names = numbers.map(({ name }) => `, ${quoteName(name)}`).join('');
      await database.run(
        `COPY (SELECT ${objectOfRowSql} AS ${objectColumn}${names} FROM ${from} WHERE ${drawn}) TO ${quoteText(options.drawnPath)} (FORMAT parquet)`,
      );
    }
    return { rows, numeric, categorical: await profileCategories(database, from, schema) };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    release();
  }
}

async function profileNumbers(
  database: Database,
  from: string,
  columns: readonly NumericColumnSchema[],
): Promise<Pick<ShardProfile, 'rows' | 'numeric'>> {
  const figures = columns.map((column, i) => {
    const name = quoteName(column.name);
    const { min, max, standardDeviation: margin } = column;
    const outside = `count(*) FILTER (WHERE ${name} < (${min - margin})::DOUBLE OR ${name} > (${max + margin})::DOUBLE)`;
    return `, count(${name})::DOUBLE AS c${i}, ${outside}::DOUBLE AS o${i}`;
  });
  const found = await database.row<Readonly<Record<string, number>>>(
    `SELECT count(*)::DOUBLE AS "rows"${figures.join('')} FROM ${from}`,
  );
  const rows = found.rows ?? 0;
  const numeric = columns.map(({ name }, i) => {
    return [name, { nulls: rows - (found[`c${i}`] ?? 0), outside: found[`o${i}`] ?? 0 }] as const;
  });
  return { rows, numeric: Object.fromEntries(numeric) };
}

/** What stands for a place in the counting query. */
const [isNull, isRarer, isUnseen] = [-1, -2, -3];

async function profileCategories(
  database: Database,
  from: string,
  schema: FeatureSchema,
): Promise<ShardProfile['categorical']> {
  const columns = schema.columns.filter((column) => column.kind === 'categorical');
  if (columns.length === 0) return {};
  const codes = await codedColumns(database, columns, ({ name }) => quoteName(name));
  const queries = columns.map((column, i) => {
    const known = column.values.length;
    const place = `CASE WHEN ${quoteName(column.name)} IS NULL THEN ${isNull} WHEN code = ${known} THEN ${isUnseen} WHEN code >= ${mostCounted} THEN ${isRarer} ELSE code END`;
    const coded = `SELECT ${quoteName(column.name)}, ${codes[i]} AS code FROM ${from}`;
    return `SELECT ${i} AS k, (${place})::DOUBLE AS place, count(*)::DOUBLE AS n FROM (${coded}) GROUP BY 1, 2`;
  });
  const found = await database.rows<{ k: number; place: number; n: number }>(
    `${queries.join(' UNION ALL ')} ORDER BY 1, 2`,
  );
  const categorical = columns.map(({ name }, i) => {
    const own = found.filter(({ k }) => k === i);
    const rowsAt = (place: number) => own.find((each) => each.place === place)?.n ?? 0;
    const counts = own.flatMap(({ place, n }) => (place < 0 ? [] : [[place, n] as const]));
    const others = { nulls: rowsAt(isNull), rarer: rowsAt(isRarer), unseen: rowsAt(isUnseen) };
    return [name, { ...others, counts }] as const;
  });
  return Object.fromEntries(categorical);
}
