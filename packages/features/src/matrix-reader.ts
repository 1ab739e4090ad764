/**
 * Responsible for feature rows as the arrays that encoder and network read, from feature shards.
 * Leaves to others: rows to score (scoring-input.ts).
 */
import type { ColumnSchema, FeatureSchema } from '@espalier/domain';
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { bigintColumn, bigintHalves, byteColumn, chunksOf, floatColumn } from './float-columns.js';
import { MatrixBuffer, type MatrixChunk } from './matrix-buffer.js';
import { codedColumns } from './matrix-query.js';
import { mixRow, saltOf } from './row-hash.js';
import { clusterColumn, foldColumn, labelColumn, rowColumn } from './shard-columns.js';
import { quoteName, quoteText } from './sql-text.js';

export interface ReadMatrixOptions {
  /** Names of the tasks whose labels are read. */
  readonly tasks: readonly string[];
  /** True for the rows that are learnt from: a seeded share of each category then trains the code "other". */
  readonly training: boolean;
  /** Default the schema's. */
  readonly seed?: number;
  /** Default 1. */
  readonly threads?: number;
  readonly scratchDir: string;
  /** Rows of a chunk, a multiple of 2,048; default 16,384. */
  readonly chunkRows?: number;
}

export interface LabelledChunk extends MatrixChunk {
  /** For each row, by task; of a binary task 0 or 1. */
  readonly labels: Readonly<Record<string, Float32Array>>;
  /** By row, the same for rows that belong together; null where the shard carries no clusters. */
  readonly clusters: BigUint64Array | null;
  /** By row, its part of the training rows; null where the shard is not cross-fitted. */
  readonly folds: Uint8Array | null;
}

/** A column's salt and how often, of 2^32, a row goes to the code "other". */
interface OtherDraw {
  readonly column: number;
  readonly other: number;
  readonly salt: number;
  readonly threshold: number;
}

/** Reads feature shards of one schema, one after the other, by one database: what coding their columns needs is made once. */
export class MatrixReader implements Disposable {
  readonly #database: Database;
  readonly #schema: FeatureSchema;
  readonly #options: ReadMatrixOptions;
  readonly #coded: readonly string[];
  readonly #draws: readonly OtherDraw[];

  private constructor(
    database: Database,
    schema: FeatureSchema,
    options: ReadMatrixOptions,
    coded: readonly string[],
  ) {
    this.#database = database;
    this.#schema = schema;
    this.#options = options;
    this.#coded = coded;
    this.#draws = options.training ? otherDraws(schema.columns, options.seed ?? schema.seed) : [];
  }

  static async open(schema: FeatureSchema, options: ReadMatrixOptions): Promise<MatrixReader> {
    const database = await Database.open({ scratchDir: options.scratchDir, threads: options.threads ?? 1 });
    try {
      const coded = await codedColumns(database, schema.columns, (column) => quoteName(column.name));
      return new MatrixReader(database, schema, options, coded);
    } catch (thrown) {
      database[Symbol.dispose]();
      throw thrown;
    }
  }

  /** Streams a shard's rows in their order; each chunk has its own arrays. */
  async *chunks(path: string): AsyncGenerator<LabelledChunk> {
    const database = this.#database;
    const coded = this.#coded;
    const { columns } = this.#schema;
    const { tasks } = this.#options;
    await using file = await ExactFile.open(path);
    const labels = tasks.map((task) => `CAST(${quoteName(labelColumn(task))} AS FLOAT)`);
    const carried = {
      clusters: await hasColumn(database, file, clusterColumn),
      folds: await hasColumn(database, file, foldColumn),
    };
    const own = [
      rowColumn,
      ...(carried.clusters ? [clusterColumn] : []),
      ...(carried.folds ? [foldColumn] : []),
    ].map(quoteName);
    const result = await database.stream(
      `SELECT ${[...coded, ...labels, ...own].join(',\n')} FROM ${file.rowsSql()}`,
    );
    const buffer = new MatrixBuffer(columns, this.#options.chunkRows ?? 16_384, tasks, carried);
    for await (const chunk of chunksOf(result)) {
      const at = buffer.append(chunk.rowCount, (column) => floatColumn(chunk, column));
      for (const [i, task] of tasks.entries()) {
        buffer.labels[task]?.set(floatColumn(chunk, coded.length + i), at);
      }
      const firstOwn = coded.length + labels.length;
      buffer.clusters?.set(bigintColumn(chunk, firstOwn + 1), at);
      buffer.folds?.set(byteColumn(chunk, firstOwn + own.length - 1), at);
      if (this.#draws.length > 0) {
        const rows = bigintHalves(chunk, firstOwn);
        sendToOther(buffer.matrix, columns.length, at, rows, this.#draws);
      }
      if (buffer.isFull) yield buffer.take();
    }
    if (buffer.rows > 0) yield buffer.take();
  }

  /** A whole shard in memory: `matrix` is row-major, rows x columns. */
  async whole(path: string): Promise<LabelledChunk> {
    const chunks: LabelledChunk[] = [];
    for await (const chunk of this.chunks(path)) chunks.push(chunk);
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
    const carried = {
      clusters: chunks.some((chunk) => chunk.clusters !== null),
      folds: chunks.some((chunk) => chunk.folds !== null),
    };
    const { tasks } = this.#options;
    const buffer = new MatrixBuffer(this.#schema.columns, rows, tasks, carried);
    for (const chunk of chunks) {
      buffer.matrix.set(chunk.matrix, chunk.startRow * buffer.columns);
      buffer.dense.set(chunk.dense, chunk.startRow * buffer.denseColumns.length);
      for (const task of tasks) {
        const labels = chunk.labels[task];
        if (labels) buffer.labels[task]?.set(labels, chunk.startRow);
      }
      if (chunk.clusters) buffer.clusters?.set(chunk.clusters, chunk.startRow);
      if (chunk.folds) buffer.folds?.set(chunk.folds, chunk.startRow);
    }
    buffer.rows = rows;
    return buffer.take();
  }

  [Symbol.dispose](): void {
    this.#database[Symbol.dispose]();
  }
}

/** Streams the rows of one shard, as `MatrixReader.chunks`. */
export async function* readMatrixChunks(
  path: string,
  schema: FeatureSchema,
  options: ReadMatrixOptions,
): AsyncGenerator<LabelledChunk> {
  using reader = await MatrixReader.open(schema, options);
  yield* reader.chunks(path);
}

/** One shard, as `MatrixReader.whole`. */
export async function readMatrix(
  path: string,
  schema: FeatureSchema,
  options: ReadMatrixOptions,
): Promise<LabelledChunk> {
  using reader = await MatrixReader.open(schema, options);
  return await reader.whole(path);
}

async function hasColumn(database: Database, file: ExactFile, column: string): Promise<boolean> {
  const { found } = await database.row<{ found: number }>(
    `SELECT count(*)::DOUBLE AS found FROM ${file.schemaSql()} WHERE name = ${quoteText(column)}`,
  );
  return found > 0;
}

function otherDraws(columns: readonly ColumnSchema[], seed: number): OtherDraw[] {
  return columns.flatMap((column, index) =>
    column.kind === 'categorical' && column.otherFraction > 0
      ? [
          {
            column: index,
            other: column.values.length,
            salt: saltOf(`other:${seed}:${column.name}`),
            threshold: Math.min(2 ** 32, Math.round(column.otherFraction * 2 ** 32)),
          },
        ]
      : [],
  );
}

/** Keyed by seed, column and the row's identity, so that shards and order of reading don't matter. */
function sendToOther(
  matrix: Float32Array,
  width: number,
  at: number,
  rowHalves: Int32Array,
  draws: readonly OtherDraw[],
): void {
  const rows = rowHalves.length / 2;
  for (const { column, other, salt, threshold } of draws) {
    for (let row = 0, cell = at * width + column; row < rows; row += 1, cell += width) {
      if (mixRow(salt, rowHalves[2 * row] ?? 0, rowHalves[2 * row + 1] ?? 0) >= threshold) continue;
      if (!Number.isNaN(matrix[cell])) matrix[cell] = other;
    }
  }
}
