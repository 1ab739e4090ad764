/**
 * Responsible for rows with what is joined to them, in their order: of a lookup the row that was known at the row's moment, of a count how many rows of
 * the log had arrived in the time before it.
 * Leaves to others: reading the tables (joined-tables.ts).
 */
import { type Joins, joinedColumns } from '@espalier/domain';
import type { Database } from '../database.js';
import { quoteName } from '../sql-text.js';
import { eventTable, lookupTable, sideSql } from './joined-tables.js';
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

function keysSql({ asOf, lookups, counts }: Joins, parts: readonly string[]): string {
  const selected = [
    `CAST(${asOf === null ? 'NULL' : asOfSql(asOf)} AS BIGINT) AS t`,
    ...lookups.map((lookup, index) => `${sideSql(lookup.by, lookup)} AS l${index}`),
    ...counts.map((count, index) => `${sideSql(count.by, count)} AS n${index}`),
  ].join(', ');
  return parts
    .map(
      (rows, part) =>
        `SELECT ${part} AS part, file_row_number AS row_number, ${selected} FROM ${rows} AS rows`,
    )
    .join('\nUNION ALL ');
}

/** In the order of `joinedColumns`, then which lookups have found a row. */
function valuesSql({ lookups, counts }: Joins): string {
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
  for (const [index, count] of counts.entries()) {
    const alias = `count${index}`;
    selected.push(`${alias}.n`);
    from.push(
      `LEFT JOIN (${countSql(index, count.overSeconds)}) AS ${alias} ON ${alias}.part = rows.part AND ${alias}.row_number = rows.row_number`,
    );
  }
  // By their places: a joined column may be called as anything here is.
  const values = [...selected, ...found].map((sql, index) => `${sql} AS v${index}`);
  return `SELECT rows.part, rows.row_number, ${values.join(', ')}
    FROM ${keys} AS rows ${from.join('\n')} ORDER BY rows.part, rows.row_number`;
}

/** Rows and events of a key in one order of time: to a row are counted the events from `over` before it to the moment before its own. */
function countSql(index: number, overSeconds: number): string {
  const over = `${overSeconds}000000`;
  const row = `n${index}`;
  return `SELECT part, row_number, n FROM (
      SELECT part, row_number, count(*) FILTER (WHERE part IS NULL) OVER (
        PARTITION BY k ORDER BY t RANGE BETWEEN ${over} PRECEDING AND 1 PRECEDING) AS n
      FROM (
        SELECT NULL AS part, NULL AS row_number, k, t FROM ${eventTable(index)}
        WHERE t >= (SELECT min(t) FROM ${keys}) - ${over} AND t < (SELECT max(t) FROM ${keys})
          AND k IN (SELECT ${row} FROM ${keys})
        UNION ALL
        SELECT part, row_number, ${row}, t FROM ${keys} WHERE ${row} IS NOT NULL AND t IS NOT NULL
      )
    ) WHERE part IS NOT NULL`;
}
