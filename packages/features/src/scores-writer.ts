/**
 * Responsible for writing predictions as Parquet: one FLOAT column a score, rows in the order they are given, beside columns of the
 * rows that were scored.
 * Leaves to others: making them.
 */
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBDataChunk, FLOAT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { EspalierError } from '@espalier/domain';
import { nearestName } from '@espalier/spec';
import { Database } from './database.js';
import type { FileFacts } from './file-facts.js';
import { readFooter } from './parquet-footer.js';
import { quoteName, quoteText } from './sql-text.js';
import { withUnchangedFile } from './unchanged-file.js';

/** Predictions of consecutive rows: one array of the same length a task. */
export type ScoresChunk = Readonly<Record<string, Float32Array>>;

const vectorRows = 2048;

interface KeptColumns {
  readonly path: string;
  /** Those that the file had when it was scored. */
  readonly facts?: FileFacts | undefined;
  readonly columns: readonly string[];
}

/**
 * Writes all chunks to `path`, which is whole or absent: a temporary file beside it is renamed at the end.
 * @returns the number of rows.
 */
export async function writeScores(
  path: string,
  tasks: readonly string[],
  chunks: AsyncIterable<ScoresChunk>,
  options: {
    readonly scratchDir: string;
    /** Columns of the scored file that go along, before the scores. */
    readonly kept?: KeptColumns;
    /** What must have succeeded before the file has its name. */
    readonly beforeNaming?: () => Promise<void>;
  },
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
    await copyScores(database, unfinished, options.kept ?? null);
    await options.beforeNaming?.();
    await rename(unfinished, path);
    return rows;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function copyScores(database: Database, path: string, kept: KeptColumns | null): Promise<void> {
  const format = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)';
  if (kept === null || kept.columns.length === 0) {
    await database.run(`COPY scores TO ${quoteText(path)} ${format}`);
    return;
  }
  const columns = kept.columns.map((name) => `kept.${quoteName(name)}`).join(', ');
  await withUnchangedFile(kept.path, kept.facts, async (file) => {
    const rows = `SELECT ${columns}, scores.* FROM ${file.rowsSql()} AS kept POSITIONAL JOIN scores`;
    await database.run(`COPY (${rows}) TO ${quoteText(path)} ${format}`);
  });
}

/**
 * Columns of the file at `path` as it writes them, in the order of `names`, which are compared as SQL compares them.
 * @throws EspalierError `request.invalid` for those that it lacks, those named twice, and those that would stand beside a score of the same name
 */
export async function keptColumns(
  path: string,
  names: readonly string[],
  scores: readonly string[],
  options: { readonly scratchDir: string; readonly facts?: FileFacts | undefined },
): Promise<string[]> {
  using database = await Database.open({ scratchDir: options.scratchDir });
  const { columns } = await withUnchangedFile(path, options.facts, (file) =>
    readFooter(database, file, path),
  );
  const known = columns.map(({ name }) => name);
  const problems: string[] = [];
  const found = names.flatMap((wanted, index) => {
    const same = (name: string) => name.toLowerCase() === wanted.toLowerCase();
    const column = known.find((name) => name === wanted) ?? known.find(same);
    if (column === undefined) {
      const near = nearestName(wanted, known);
      problems.push(`${path} has no column ${wanted}${near === null ? '' : `; did you mean ${near}?`}`);
    } else if (names.slice(0, index).some(same)) problems.push(`${wanted} is named twice`);
    else if (scores.some(same)) problems.push(`${wanted} is also the name of a column of scores`);
    return column === undefined ? [] : [column];
  });
  if (problems.length === 0) return found;
  throw new EspalierError('request.invalid', `Columns can't be kept: ${problems.join('; ')}.`, {
    details: { path, problems },
  });
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
