/**
 * Responsible for writing predictions as Parquet: one FLOAT column a task, rows in the order they are given.
 * Leaves to others: making them.
 */
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBDataChunk, FLOAT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { Database } from './database.js';
import { quoteName, quoteText } from './sql-text.js';

/** Predictions of consecutive rows: one array of the same length a task. */
export type ScoresChunk = Readonly<Record<string, Float32Array>>;

const vectorRows = 2048;

/**
 * Writes all chunks to `path`, which is whole or absent: a temporary file beside it is renamed at the end.
 * @returns the number of rows.
 */
export async function writeScores(
  path: string,
  tasks: readonly string[],
  chunks: AsyncIterable<ScoresChunk>,
  options: { readonly scratchDir: string },
): Promise<number> {
  const unfinished = join(dirname(path), `.${randomUUID()}.parquet`);
  try {
    using database = await Database.open({ scratchDir: options.scratchDir });
    await database.run(`CREATE TABLE scores (${tasks.map((task) => `${quoteName(task)} FLOAT`).join(', ')})`);
    const appender = await database.connection.createAppender('scores');
    let rows = 0;
    for await (const chunk of chunks) {
      const length = lengthOf(chunk, tasks);
      for (let start = 0; start < length; start += vectorRows) {
        appender.appendDataChunk(dataChunk(chunk, tasks, start, Math.min(length, start + vectorRows)));
      }
      rows += length;
    }
    appender.closeSync();
    await database.run(
      `COPY scores TO ${quoteText(unfinished)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    );
    await rename(unfinished, path);
    return rows;
  } finally {
    await rm(unfinished, { force: true });
  }
}

function lengthOf(chunk: ScoresChunk, tasks: readonly string[]): number {
  const lengths = new Set(tasks.map((task) => chunk[task]?.length ?? -1));
  const [length] = lengths;
  if (lengths.size === 1 && length !== undefined && length >= 0) return length;
  throw new Error(`A chunk of scores needs the same number of rows for each of ${tasks.join(', ')}.`);
}

function dataChunk(
  scores: ScoresChunk,
  tasks: readonly string[],
  start: number,
  end: number,
): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    tasks.map(() => FLOAT),
    end - start,
  );
  for (const [column, task] of tasks.entries()) {
    const values = Float32Array.from(scores[task]?.subarray(start, end) ?? []);
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
    duckdb.copy_data_to_vector(vector, 0, values.buffer, 0, values.byteLength);
  }
  return chunk;
}
