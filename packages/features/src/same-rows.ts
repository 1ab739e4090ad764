/** Responsible for whether two feature shards hold the same rows in the same order, by the rows' identities. */
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { rowColumn } from './shard-columns.js';

/** How many places of the two shards hold different rows, those that one of them lacks among them. */
export async function differingRows(
  one: string,
  other: string,
  { scratchDir }: { readonly scratchDir: string },
): Promise<number> {
  using database = await Database.open({ scratchDir, threads: 1 });
  await using a = await ExactFile.open(one);
  await using b = await ExactFile.open(other);
  const rows = (file: ExactFile) =>
    `(SELECT file_row_number AS place, ${rowColumn} AS id FROM ${file.rowsSql({ rowNumbers: true })})`;
  const { found } = await database.row<{ found: number }>(
    `SELECT count(*)::DOUBLE AS found FROM ${rows(a)} AS a FULL JOIN ${rows(b)} AS b USING (place) WHERE a.id IS DISTINCT FROM b.id`,
  );
  return found;
}
