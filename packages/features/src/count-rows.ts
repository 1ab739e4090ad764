/**
 * Responsible for the number of rows of a local Parquet file, from its footer alone.
 * Leaves to others: the rows themselves.
 */
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { readFooter } from './parquet-footer.js';

/** @throws EspalierError `features.corrupt-source`. */
export async function countRows(path: string, options: { readonly scratchDir: string }): Promise<number> {
  using database = await Database.open({ scratchDir: options.scratchDir });
  await using file = await ExactFile.open(path);
  return (await readFooter(database, file, path)).rows;
}
