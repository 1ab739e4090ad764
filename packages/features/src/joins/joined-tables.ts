/**
 * Responsible for what lookups and counts read, as tables of one DuckDB: of a lookup's table its keys, moments and columns; of a log the key
 * and moment of arrival of each row that counts, and for which counts it does. DuckDB spills what memory does not hold.
 * Leaves to others: joining rows with them (join-rows.ts), how long they are kept (kept-joins.ts).
 */
import { EspalierError, type Joins, type LookupJoin, type PlanColumn } from '@espalier/domain';
import { ExpressionBinder } from '../bind-expression.js';
import type { Database } from '../database.js';
import { plainReason } from '../duckdb-reason.js';
import { keySql } from '../key-sql.js';
import { objectRowsSql } from '../object-rows.js';
import { readFooter } from '../parquet-footer.js';
import { failureOf } from '../query-failure.js';
import { testedOnRows } from '../row-filter.js';
import { type SourceAccess, withSourceObject } from '../source-bytes.js';
import type { SourceObject } from '../source-object.js';
import { operand, quoteName } from '../sql-text.js';
import { widestType } from '../widest-type.js';
import { type CountHistory, countHistories } from './count-histories.js';
import { knownSql } from './moments.js';

/** The objects of a table or log, and its columns that are read. */
export interface JoinTable {
  readonly uri: string;
  readonly objects: readonly { readonly object: SourceObject; readonly rowGroups: number }[];
  readonly columns: readonly PlanColumn[];
}

/** A lookup's rows are (k, t, c0, c1, …); those of a history (k, t), and a `countedColumn` for each of its counts that has a `where`. */
export const lookupTable = (index: number) => quoteName(`lookup ${index}`);
export const historyTable = (index: number) => quoteName(`history ${index}`);
/** Whether a row counts, by the count's place. */
export const countedColumn = (count: number) => `counts${count}`;

/** SQL of a key on either side, in the type that holds both sides' values; NULL where it is no key. */
export function sideSql(side: PlanColumn, { by, key }: Pick<LookupJoin, 'by' | 'key'>): string {
  return `CAST(${keySql(side)} AS ${widestType(by.duckdbType, key.duckdbType)})`;
}

interface Filled {
  readonly into: string;
  /** SQL of what is kept of the rows of one object. */
  readonly select: (rows: string) => string;
  /** SQL over one row that may fail on it, and the count whose `where` it is. */
  readonly conditions: readonly { readonly name: string; readonly sql: string }[];
}

/**
 * Reads every table once, each object as it was listed or planned.
 * @throws EspalierError `features.expression-failed` where a `where` fails on a row; `features.source-changed`, `features.corrupt-source`
 */
export async function readTables(
  database: Database,
  joins: Joins,
  tables: readonly JoinTable[],
  access: SourceAccess,
): Promise<void> {
  for (const [index, lookup] of joins.lookups.entries()) await createLookup(database, index, lookup);
  for (const [h, history] of countHistories(joins).entries()) await createHistory(database, h, history);
  for (const [number, table] of tables.entries()) {
    const filled = await filledFrom(number, joins, table, access.scratchDir);
    const names = table.columns.map(({ name }) => name);
    for (const { object, rowGroups } of table.objects) {
      const chunks = { rowGroupStart: 0, rowGroupEnd: rowGroups, columns: names };
      await withSourceObject(database, object, chunks, access, async (file) => {
        const { columns: own } = await readFooter(database, file, object.uri);
        const view = { own, columns: table.columns, partitions: [] };
        const rows = objectRowsSql(file, view, { rowNumbers: true });
        for (const each of filled) await fill(database, each, rows, object.uri);
      });
    }
  }
}

export async function dropTables(database: Database, joins: Joins): Promise<void> {
  const tables = [
    ...joins.lookups.map((_, i) => lookupTable(i)),
    ...countHistories(joins).map((_, h) => historyTable(h)),
  ];
  for (const table of tables) await database.run(`DROP TABLE IF EXISTS ${table}`);
}

async function createLookup(database: Database, index: number, lookup: LookupJoin): Promise<void> {
  const key = widestType(lookup.by.duckdbType, lookup.key.duckdbType);
  const columns = lookup.columns.map(({ duckdbType }, c) => `, c${c} ${duckdbType}`);
  const name = lookupTable(index);
  await database.run(`CREATE OR REPLACE TEMP TABLE ${name} (k ${key}, t BIGINT${columns.join('')})`);
}

async function createHistory(database: Database, h: number, history: CountHistory): Promise<void> {
  const key = widestType(history.by.duckdbType, history.key.duckdbType);
  const flags = history.counts
    .filter(({ where }) => where !== null)
    .map(({ index }) => `, ${countedColumn(index)} BOOLEAN`);
  await database.run(`CREATE OR REPLACE TEMP TABLE ${historyTable(h)} (k ${key}, t BIGINT${flags.join('')})`);
}

async function filledFrom(
  number: number,
  joins: Joins,
  table: JoinTable,
  scratchDir: string,
): Promise<readonly Filled[]> {
  const filled = joins.lookups.flatMap((lookup, index): Filled[] => {
    if (lookup.table !== number) return [];
    const values = lookup.columns.map(({ from }, c) => `, ${quoteName(from)} AS c${c}`).join('');
    const known = lookup.known === null ? 'NULL' : knownSql(lookup.known);
    const inner = `${sideSql(lookup.key, lookup)} AS k, CAST(${known} AS BIGINT) AS t${values}`;
    const kept = lookup.known === null ? 'k IS NOT NULL' : 'k IS NOT NULL AND t IS NOT NULL';
    const names = lookup.columns.map((_, c) => `, c${c}`).join('');
    const select = (rows: string) =>
      `SELECT k, t${names} FROM (SELECT ${inner}, file_row_number FROM ${rows} AS source) WHERE ${testedOnRows(kept)}`;
    return [{ into: lookupTable(index), select, conditions: [] }];
  });
  using binder = await ExpressionBinder.create(table.columns, scratchDir);
  for (const [h, history] of countHistories(joins).entries()) {
    if (history.table !== number) continue;
    const conditions: { name: string; sql: string; flag: string }[] = [];
    for (const { name, index, where } of history.counts) {
      if (where === null) continue;
      // Bound again here: a plan that is read from S3 is not trusted to hold only row expressions.
      const bound = await binder.bind(where);
      if (!bound.ok) throw whereRefused(name, bound.problems.map((each) => each.message).join('; '));
      conditions.push({ name, sql: operand(bound.sql), flag: countedColumn(index) });
    }
    const flags = conditions.map(({ sql, flag }) => `, coalesce(${sql}, false) AS ${flag}`).join('');
    const inner = `${sideSql(history.key, history)} AS k, ${knownSql(history.arrived)} AS t${flags}`;
    const names = conditions.map(({ flag }) => flag);
    const some = names.length < history.counts.length ? '' : ` AND (${names.join(' OR ')})`;
    const kept = testedOnRows(`k IS NOT NULL AND t IS NOT NULL${some}`);
    const select = (rows: string) =>
      `SELECT ${['k', 't', ...names].join(', ')} FROM (SELECT ${inner}, file_row_number FROM ${rows} AS source) WHERE ${kept}`;
    filled.push({ into: historyTable(h), select, conditions });
  }
  return filled;
}

async function fill(
  database: Database,
  { into, select, conditions }: Filled,
  rows: string,
  uri: string,
): Promise<void> {
  try {
    await database.run(`INSERT INTO ${into} ${select(rows)}`);
  } catch (error) {
    if (error instanceof EspalierError || database.isInterrupted) throw error;
    const bytes = await failureOf(database, `SELECT count(hash(source)) FROM ${rows} AS source`);
    if (bytes === null) {
      for (const { name, sql } of conditions) {
        const reason = await failureOf(database, `SELECT count_if(${sql}) FROM ${rows} AS source`);
        if (reason === null) continue;
        const message = `${uri}: which rows ${name} counts failed on a row: ${reason}`;
        throw new EspalierError('features.expression-failed', message, {
          cause: error,
          details: { uri, reason, name },
        });
      }
    }
    const details = { uri, reason: bytes ?? plainReason(error) };
    const message = `${uri} can't be read: ${details.reason}`;
    throw new EspalierError('features.corrupt-source', message, { cause: error, details });
  }
}

function whereRefused(name: string, reason: string): EspalierError {
  const message = `The rows that ${name} counts can't be told: ${reason}.`;
  return new EspalierError('features.expression-failed', message, { details: { name, reason } });
}
