/** Responsible for whether a query fails by itself, and why. Leaves to others: which queries to try, and what their failure means. */
import { EspalierError } from '@espalier/domain';
import type { Database } from './database.js';
import { plainReason } from './duckdb-reason.js';

/** Why the query fails, in plain words, or null when it succeeds. @throws EspalierError where the machine is full */
export async function failureOf(database: Database, sql: string): Promise<string | null> {
  try {
    await database.run(sql);
    return null;
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    return plainReason(error);
  }
}
