/**
 * Responsible for a source of many small Parquet files, all different.
 * Leaves to others: what runs over them (small-files-bench.ts).
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface SmallFiles {
  readonly files: number;
  readonly rowsOfFile: number;
}

/** A member, a label, and 20 features: made from the row's number, so that the files are the same each time. */
function rowsSql(firstRow: number, rows: number): string {
  const columns = Array.from({ length: 20 }, (_, column) =>
    column % 4 === 3
      ? `'k' || hash(i + ${column * 1_000_003}) % 7 AS kind_${column}`
      : `hash(i + ${column * 1_000_003}) % 1000 / 10 AS value_${column}`,
  );
  return `SELECT hash(i) % 5000 AS member, hash(i + 7) % 100 < 30 + value_0 / 4 AS clicked, * EXCLUDE (i)
    FROM (SELECT i, ${columns.join(', ')} FROM range(${firstRow}, ${firstRow + rows}) r(i))`;
}

/** @returns the mean size of a file, in bytes */
export async function makeSmallFiles(folder: string, { files, rowsOfFile }: SmallFiles): Promise<number> {
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  let bytes = 0;
  try {
    for (let file = 0; file < files; file += 1) {
      const path = join(folder, `part-${String(file).padStart(6, '0')}.parquet`);
      await connection.run(
        `COPY (${rowsSql(file * rowsOfFile, rowsOfFile)}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`,
      );
      bytes += (await stat(path)).size;
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return bytes / files;
}
