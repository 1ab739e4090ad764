/**
 * Responsible for the SQL that codes feature columns as floats by a schema: numbers as they are, categories by
 * vocabulary, NaN for missing.
 * Leaves to others: reading the result (matrix-reader.ts).
 */
import type { CategoricalColumnSchema, ColumnSchema } from '@espalier/domain';
import type { Database } from './database.js';

/**
 * Makes what coding needs in the database (one ENUM type a vocabulary) and gives one FLOAT expression a column.
 * `valueSql` gives a column's FLOAT or VARCHAR in the query's source.
 */
export async function codedColumns(
  database: Database,
  columns: readonly ColumnSchema[],
  valueSql: (column: ColumnSchema, index: number) => string,
): Promise<string[]> {
  const coded: string[] = [];
  for (const [index, column] of columns.entries()) {
    const value = valueSql(column, index);
    if (column.kind === 'numeric') coded.push(`coalesce(${value}, 'nan'::FLOAT)`);
    else coded.push(await codeSql(database, column, value, index));
  }
  return coded;
}

async function codeSql(
  database: Database,
  column: CategoricalColumnSchema,
  value: string,
  index: number,
): Promise<string> {
  const other = `${column.values.length}::FLOAT`;
  let code = other;
  if (column.values.length > 0) {
    const type = await makeVocabulary(database, `vocabulary_${index}`, column.values);
    code = `coalesce(CAST(enum_code(TRY_CAST(${value} AS ${type})) AS FLOAT), ${other})`;
  }
  return `CASE WHEN ${value} IS NULL THEN 'nan'::FLOAT ELSE ${code} END`;
}

/** An ENUM type of the values, by way of a table: not every text can stand in SQL (one with a NUL can't). */
async function makeVocabulary(database: Database, type: string, values: readonly string[]): Promise<string> {
  await database.run(`CREATE TEMP TABLE ${type}_values (code INTEGER, value VARCHAR)`);
  const appender = await database.connection.createAppender(`${type}_values`);
  for (const [code, value] of values.entries()) {
    appender.appendInteger(code);
    appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
  await database.run(`CREATE TYPE ${type} AS ENUM (SELECT value FROM ${type}_values ORDER BY code)`);
  await database.run(`DROP TABLE ${type}_values`);
  return type;
}
