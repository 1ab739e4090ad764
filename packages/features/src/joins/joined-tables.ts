/**
 * Responsible for what lookups and counts read, as tables of one DuckDB: of a lookup's table its keys, moments and columns; of a log the key
 * and moment of arrival of each row that counts. DuckDB spills what memory does not hold.
 * Leaves to others: joining rows with them (join-rows.ts), how long they are kept (kept-joins.ts).
 */
import {
  type CountJoin,
  EspalierError,
  type Joins,
  type LookupJoin,
  type PlanColumn,
} from '@espalier/domain';
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
import { knownSql } from './moments.js';

/** The objects of a table or log, and its columns that are read. */
export interface JoinTable {
  readonly uri: string;
  readonly objects: readonly { readonly object: SourceObject; readonly rowGroups: number }[];
  readonly columns: readonly PlanColumn[];
}

/** A lookup's rows are (k, t, c0, c1, …); those of a log (k, t). */
export const lookupTable = (index: number) => quoteName(`lookup ${index}`);
export const eventTable = (index: number) => quoteName(`events ${index}`);

/** SQL of a key on either side, in the type that holds both sides' values; NULL where it is no key. */
export function sideSql(side: PlanColumn, { by, key }: Pick<LookupJoin, 'by' | 'key'>): string {
  return `CAST(${keySql(side)} AS ${widestType(by.duckdbType, key.duckdbType)})`;
}

interface Filled {
  readonly into: string;
  /** SQL of what is kept of the rows of one object. */
  readonly select: (rows: string) => string;
  /** The count whose `where` may fail on a row; null where nothing can. */
  readonly filteredFor: string | null;
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
  for (const [index, count] of joins.counts.entries()) await createEvents(database, index, count);
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
    ...joins.counts.map((_, i) => eventTable(i)),
  ];
  for (const table of tables) await database.run(`DROP TABLE IF EXISTS ${table}`);
}

async function createLookup(database: Database, index: number, lookup: LookupJoin): Promise<void> {
  const key = widestType(lookup.by.duckdbType, lookup.key.duckdbType);
  const columns = lookup.columns.map(({ duckdbType }, c) => `, c${c} ${duckdbType}`);
  const name = lookupTable(index);
  await database.run(`CREATE OR REPLACE TEMP TABLE ${name} (k ${key}, t BIGINT${columns.join('')})`);
}

async function createEvents(database: Database, index: number, count: CountJoin): Promise<void> {
  const key = widestType(count.by.duckdbType, count.key.duckdbType);
  await database.run(`CREATE OR REPLACE TEMP TABLE ${eventTable(index)} (k ${key}, t BIGINT)`);
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
    return [{ into: lookupTable(index), select, filteredFor: null }];
  });
  using binder = await ExpressionBinder.create(table.columns, scratchDir);
  for (const [index, count] of joins.counts.entries()) {
    if (count.table !== number) continue;
    // Bound again here: a plan that is read from S3 is not trusted to hold only row expressions.
    const bound = count.where === null ? null : await binder.bind(count.where);
    if (bound?.ok === false)
      throw whereRefused(count.name, bound.problems.map((each) => each.message).join('; '));
    const where = bound === null ? null : operand(bound.sql);
    const inner = `${sideSql(count.key, count)} AS k, ${knownSql(count.arrived)} AS t, ${where ?? 'true'} AS counts`;
    const kept = testedOnRows('k IS NOT NULL AND t IS NOT NULL AND counts');
    const select = (rows: string) =>
      `SELECT k, t FROM (SELECT ${inner}, file_row_number FROM ${rows} AS source) WHERE ${kept}`;
    filled.push({ into: eventTable(index), select, filteredFor: where === null ? null : count.name });
  }
  return filled;
}

async function fill(
  database: Database,
  { into, select, filteredFor }: Filled,
  rows: string,
  uri: string,
): Promise<void> {
  try {
    await database.run(`INSERT INTO ${into} ${select(rows)}`);
  } catch (error) {
    if (error instanceof EspalierError || database.isInterrupted) throw error;
    const bytes = await failureOf(database, `SELECT count(hash(source)) FROM ${rows} AS source`);
    const details = { uri, reason: bytes ?? plainReason(error) };
    if (bytes === null && filteredFor !== null) {
      const message = `${uri}: which rows ${filteredFor} counts failed on a row: ${details.reason}`;
      throw new EspalierError('features.expression-failed', message, {
        cause: error,
        details: { ...details, name: filteredFor },
      });
    }
    const message = `${uri} can't be read: ${details.reason}`;
    throw new EspalierError('features.corrupt-source', message, { cause: error, details });
  }
}

function whereRefused(name: string, reason: string): EspalierError {
  const message = `The rows that ${name} counts can't be told: ${reason}.`;
  return new EspalierError('features.expression-failed', message, { details: { name, reason } });
}
