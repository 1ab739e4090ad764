/**
 * Responsible for making a data set from its SQL: the table in a DuckDB, and its two parts as Parquet.
 * Leaves what is in it to `bench/generalise/*.sql`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

const sqlDir = new URL('../../generalise/', import.meta.url);
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

export interface DataSetDraw {
  /** Of the SQL. */
  readonly name: string;
  readonly rows: number;
  readonly seed: number;
}

/** Calls `work` with a database that has the table `dataset`. */
export async function withDataSet<T>(
  { name, rows, seed }: DataSetDraw,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const sql = await readFile(new URL(`${name}.sql`, sqlDir), 'utf8');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(sql.replaceAll('{{rows}}', `${rows}`).replaceAll('{{seed}}', `${seed}`));
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Writes `train.parquet` and `eval.parquet`, in row groups small enough that each rank has some. */
export async function writeDataSet(draw: DataSetDraw, folder: string): Promise<void> {
  await withDataSet(draw, async (connection) => {
    for (const part of ['train', 'eval']) {
      await connection.run(
        `COPY (SELECT * EXCLUDE (part) FROM dataset WHERE part = '${part}' ORDER BY i)
          TO ${quoteText(join(folder, `${part}.parquet`))} (FORMAT parquet, ROW_GROUP_SIZE 16384)`,
      );
    }
  });
}
