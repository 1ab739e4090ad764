/**
 * Responsible for the number of rows of a local Parquet file, from its footer alone.
 * Leaves to others: the rows themselves.
 */
import { Database } from './database.js';
import type { FileFacts } from './file-facts.js';
import { readFooter } from './parquet-footer.js';
import { withUnchangedFile } from './unchanged-file.js';

/** @throws EspalierError `features.corrupt-source`, `features.source-changed`. */
export async function countRows(
  path: string,
  options: { readonly scratchDir: string; readonly facts?: FileFacts | undefined },
): Promise<number> {
  using database = await Database.open({ scratchDir: options.scratchDir });
  return await withUnchangedFile(path, options.facts, async (file) => {
    return (await readFooter(database, file, path)).rows;
  });
}
