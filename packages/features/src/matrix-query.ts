/**
 * Responsible for the SQL that codes feature columns as floats by a schema: numbers as they are, categories by
 * vocabulary, NaN for missing.
 * Leaves to others: reading the result (matrix-reader.ts).
 */
import type { CategoricalColumnSchema, ColumnSchema } from '@espalier/domain';
import type { Database } from './database.js';
import { quoteText } from './sql-text.js';

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
    await database.run(
      `CREATE TYPE vocabulary_${index} AS ENUM (${column.values.map(quoteText).join(', ')})`,
    );
    code = `coalesce(CAST(enum_code(TRY_CAST(${value} AS vocabulary_${index})) AS FLOAT), ${other})`;
  }
  return `CASE WHEN ${value} IS NULL THEN 'nan'::FLOAT ELSE ${code} END`;
}
