/**
 * Responsible for telling rows that can't be read from queries that fail on them: which column of which file, and why.
 * Leaves to others: the failure of an expression (check-expressions.ts, extraction-failure.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { Database } from './database.js';
import { failureOf } from './query-failure.js';
import { isNameable, quoteName } from './sql-text.js';

export interface ReadRows {
  /** What errors call the file. */
  readonly uri: string;
  /** SQL of a table with the columns. */
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * Runs `work` on an object's rows.
 * @throws EspalierError `features.corrupt-source` where it fails and a column by itself can't be read; else what `work` threw.
 */
export async function withReadableRows<T>(
  database: Database,
  { uri, table, columns }: ReadRows,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EspalierError || database.isInterrupted) throw error;
    for (const name of columns.filter(isNameable)) {
      const reason = await failureOf(
        database,
        `SELECT count(hash(${quoteName(name)})) FROM ${table} AS source`,
      );
      if (reason === null) continue;
      throw new EspalierError(
        'features.corrupt-source',
        `${uri}: the column ${name} can't be read: ${reason}.`,
        {
          cause: error,
          details: { uri, column: name, reason },
        },
      );
    }
    throw error;
  }
}
