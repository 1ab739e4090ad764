/**
 * Responsible for the values of rows to score that a model has no code for: the most frequent ones of some columns.
 * Leaves to others: counting all of them while rows are scored (scorer).
 */
import type { CategoricalColumnSchema, FeatureSchema } from '@espalier/domain';
import { Database } from './database.js';
import type { FileFacts } from './file-facts.js';
import { codedColumns } from './matrix-query.js';
import { readFooter } from './parquet-footer.js';
import { valueColumns } from './scoring-input.js';
import { quoteName } from './sql-text.js';
import { withUnchangedFile } from './unchanged-file.js';

const mostValues = 3;

export interface UnseenValue {
  readonly value: string;
  readonly rows: number;
}

/** By column, in the file at `path`; the columns are those of `schema` that `names` names. */
export async function unseenValues(
  path: string,
  schema: FeatureSchema,
  names: readonly string[],
  options: { readonly scratchDir: string; readonly facts?: FileFacts | undefined },
): Promise<ReadonlyMap<string, readonly UnseenValue[]>> {
  const columns = schema.columns.filter(
    (column): column is CategoricalColumnSchema =>
      column.kind === 'categorical' && names.includes(column.name),
  );
  using database = await Database.open({ scratchDir: options.scratchDir });
  return await withUnchangedFile(path, options.facts, async (file) => {
    const footer = await readFooter(database, file, path);
    const { values } = await valueColumns(path, { ...schema, columns }, footer.columns, options.scratchDir);
    const codes = await codedColumns(database, columns, () => quoteName('value'));
    const found = new Map<string, readonly UnseenValue[]>();
    for (const [index, column] of columns.entries()) {
      const counted = await database.rows<UnseenValue>(
        `SELECT value, count(*)::DOUBLE AS "rows" FROM (SELECT ${values[index]} AS value FROM ${file.rowsSql()} AS source)
       WHERE ${codes[index]} = ${column.values.length} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostValues}`,
      );
      found.set(column.name, counted);
    }
    return found;
  });
}
