/**
 * Responsible for scores on their way into a file, in the order in which they come: the latest in memory, those before them in files, so that
 * memory is the same for any number of rows.
 * Leaves to others: the file's place and name (scores-writer.ts).
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBAppender, DuckDBDataChunk, FLOAT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Database } from './database.js';
import { ExactFile, rowsOfFilesSql } from './exact-file.js';
import type { FileFacts } from './file-facts.js';
import { quoteName, quoteText } from './sql-text.js';
import { withUnchangedFile } from './unchanged-file.js';

/** Predictions of consecutive rows: one array of the same length a task. */
export type ScoresChunk = Readonly<Record<string, Float32Array>>;

export interface KeptColumns {
  readonly path: string;
  /** Those that the file had when it was scored. */
  readonly facts?: FileFacts | undefined;
  readonly columns: readonly string[];
}

const vectorRows = 2048;

export class HeldScores implements AsyncDisposable {
  /** In memory. */
  rows = 0;
  readonly #files: ExactFile[] = [];
  #appender: DuckDBAppender | null = null;

  private constructor(
    private readonly database: Database,
    private readonly tasks: readonly string[],
    private readonly scratchDir: string,
  ) {}

  static async open(database: Database, tasks: readonly string[], scratchDir: string): Promise<HeldScores> {
    const held = new HeldScores(database, tasks, scratchDir);
    await held.#begin();
    return held;
  }

  /** @returns the number of rows */
  append(chunk: ScoresChunk): number {
    const length = lengthOf(chunk, this.tasks);
    for (let start = 0; start < length; start += vectorRows) {
      const end = Math.min(length, start + vectorRows);
      this.#appender?.appendDataChunk(dataChunk(chunk, this.tasks, start, end));
    }
    this.rows += length;
    return length;
  }

  /** Moves what is in memory into a file. */
  async spill(): Promise<void> {
    this.#end();
    const path = join(this.scratchDir, `scores-${randomUUID()}.parquet`);
    await this.database.run(`COPY scores TO ${quoteText(path)} (FORMAT parquet)`);
    // Open, it is found whatever its path is called; it goes with the folder, or at the end.
    this.#files.push(await ExactFile.open(path));
    await this.#begin();
  }

  /** Writes all rows as Parquet, beside columns of the rows that were scored; takes no more. */
  async copyTo(path: string, kept: KeptColumns | null): Promise<void> {
    if (this.#files.length > 0 && this.rows > 0) await this.spill();
    this.#end();
    const scores = this.#files.length === 0 ? 'scores' : rowsOfFilesSql(this.#files);
    const copy = (rows: string) =>
      this.database.run(
        `COPY (${rows}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
      );
    if (kept === null || kept.columns.length === 0) {
      await copy(`SELECT * FROM ${scores}`);
      return;
    }
    const columns = kept.columns.map((name) => `kept.${quoteName(name)}`).join(', ');
    await withUnchangedFile(kept.path, kept.facts, (file) =>
      copy(`SELECT ${columns}, scores.* FROM ${file.rowsSql()} AS kept POSITIONAL JOIN ${scores} AS scores`),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    for (const file of this.#files) {
      await file[Symbol.asyncDispose]();
      await rm(file.path, { force: true });
    }
  }

  async #begin(): Promise<void> {
    const columns = this.tasks.map((task) => `${quoteName(task)} FLOAT`).join(', ');
    await this.database.run(`CREATE OR REPLACE TABLE scores (${columns})`);
    this.#appender = await this.database.connection.createAppender('scores');
    this.rows = 0;
  }

  #end(): void {
    this.#appender?.closeSync();
    this.#appender = null;
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
