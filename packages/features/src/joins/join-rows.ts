/**
 * Responsible for rows with what is joined to them, in their order: of a lookup the row that was known at the row's moment, of a count how many rows of
 * the log had arrived in the time before it.
 * Leaves to others: reading the tables (joined-tables.ts).
 */
import { type Joins, joinedColumns } from '@espalier/domain';
import type { Database } from '../database.js';
import { quoteName } from '../sql-text.js';
import { type CountHistory, countHistories } from './count-histories.js';
import { countedColumn, historyTable, lookupTable, sideSql } from './joined-tables.js';
import { asOfSql } from './moments.js';

const keys = quoteName('row keys');
const values = quoteName('joined values');
const misplaced = 'rows and what is joined to them do not lie in the same order';

/** Of a row: whether the lookup has a row for it; NULL where the row has no key. */
export const foundColumn = (lookup: number) => `found in lookup ${lookup}`;

/**
 * SQL of each part's rows with the joined columns, in the parts' order, good until rows are joined again in the same database.
 * What is joined is worked out for all parts at once, and laid beside each part's rows.
 * @param parts SQL of tables with `file_row_number` and the columns that are joined by
 */
export async function joinRows(
  database: Database,
  joins: Joins,
  parts: readonly string[],
): Promise<readonly string[]> {
  await database.run(`CREATE OR REPLACE TEMP TABLE ${keys} AS ${keysSql(joins, parts)}`);
  await database.run(`CREATE OR REPLACE TEMP TABLE ${values} AS ${valuesSql(joins)}`);
  await database.run(`DROP TABLE ${keys}`);
  const names = [
    ...joinedColumns(joins).map(({ name }) => name),
    ...joins.lookups.map((_, index) => foundColumn(index)),
  ];
  const joined = names.map((name, index) => `, joined.v${index} AS ${quoteName(name)}`).join('');
  // A lost or doubled row would give all rows after it what belongs to others.
  const number = `CASE WHEN joined.row_number = rows.file_row_number THEN rows.file_row_number ELSE error('${misplaced}') END`;
  return parts.map(
    (rows, part) =>
      `(SELECT rows.* REPLACE (CAST(${number} AS BIGINT) AS file_row_number)${joined}
        FROM ${rows} AS rows POSITIONAL JOIN (SELECT * FROM ${values} WHERE part = ${part}) AS joined)`,
  );
}

function keysSql(joins: Joins, parts: readonly string[]): string {
  const { asOf, lookups } = joins;
  const selected = [
    `CAST(${asOf === null ? 'NULL' : asOfSql(asOf)} AS BIGINT) AS t`,
    ...lookups.map((lookup, index) => `${sideSql(lookup.by, lookup)} AS l${index}`),
    ...countHistories(joins).map((history, h) => `${sideSql(history.by, history)} AS h${h}`),
  ].join(', ');
  return parts
    .map(
      (rows, part) =>
        `SELECT ${part} AS part, file_row_number AS row_number, ${selected} FROM ${rows} AS rows`,
    )
    .join('\nUNION ALL ');
}

/** In the order of `joinedColumns`, then which lookups have found a row. */
function valuesSql(joins: Joins): string {
  const { lookups, counts } = joins;
  const selected: string[] = [];
  const found: string[] = [];
  const from: string[] = [];
  for (const [index, { known, columns }] of lookups.entries()) {
    const alias = `lookup${index}`;
    for (const c of columns.keys()) selected.push(`${alias}.c${c}`);
    found.push(`CASE WHEN rows.l${index} IS NOT NULL THEN ${alias}.k IS NOT NULL END`);
    // Of a large table only what may be asked for is sorted.
    const asked = `(SELECT * FROM ${lookupTable(index)} WHERE k IN (SELECT l${index} FROM ${keys}))`;
    from.push(
      known === null
        ? `LEFT JOIN ${lookupTable(index)} AS ${alias} ON ${alias}.k = rows.l${index}`
        : `ASOF LEFT JOIN ${asked} AS ${alias} ON ${alias}.k = rows.l${index} AND ${alias}.t <= rows.t`,
    );
  }
  const counted = counts.map(() => '');
  for (const [h, history] of countHistories(joins).entries()) {
    const alias = `history${h}`;
    for (const { index } of history.counts) counted[index] = `${alias}.n${index}`;
    from.push(
      `LEFT JOIN (${countsSql(history, h)}) AS ${alias} ON ${alias}.part = rows.part AND ${alias}.row_number = rows.row_number`,
    );
  }
  selected.push(...counted);
  // By their places: a joined column may be called as anything here is.
  const values = [...selected, ...found].map((sql, index) => `${sql} AS v${index}`);
  return `SELECT rows.part, rows.row_number, ${values.join(', ')}
    FROM ${keys} AS rows ${from.join('\n')} ORDER BY rows.part, rows.row_number`;
}

/** Rows and events of a key in one order of time: to a row are counted the events from `over` before it to the moment before its own. */
function countsSql({ counts }: CountHistory, h: number): string {
  const us = (seconds: number) => `${seconds}000000`;
  const longest = us(Math.max(...counts.map(({ overSeconds }) => overSeconds)));
  const row = `h${h}`;
  // All over one order: it is made once.
  const windows = counts.map(({ index, where, overSeconds }) => {
    const which = where === null ? 'part IS NULL' : countedColumn(index);
    return `count(*) FILTER (WHERE ${which}) OVER (
        PARTITION BY k ORDER BY t RANGE BETWEEN ${us(overSeconds)} PRECEDING AND 1 PRECEDING) AS n${index}`;
  });
  const flags = counts.filter(({ where }) => where !== null).map(({ index }) => countedColumn(index));
  const ofEvents = ['NULL AS part', 'NULL AS row_number', 'k', 't', ...flags].join(', ');
  const ofRows = ['part', 'row_number', row, 't', ...flags.map(() => 'NULL')].join(', ');
  return `SELECT part, row_number, ${counts.map(({ index }) => `n${index}`).join(', ')} FROM (
      SELECT part, row_number, ${windows.join(', ')}
      FROM (
        SELECT ${ofEvents} FROM ${historyTable(h)}
        WHERE t >= (SELECT min(t) FROM ${keys}) - ${longest} AND t < (SELECT max(t) FROM ${keys})
          AND k IN (SELECT ${row} FROM ${keys})
        UNION ALL
        SELECT ${ofRows} FROM ${keys} WHERE ${row} IS NOT NULL AND t IS NOT NULL
      )
    ) WHERE part IS NOT NULL`;
}
