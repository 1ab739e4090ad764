/**
 * Responsible for one private in-memory DuckDB: its limits, its scratch space, its failures as Espalier's errors.
 * Leaves to others: what is asked of it.
 */
import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js';
import { EspalierError } from '@espalier/domain';
import { plainReason } from './duckdb-reason.js';

export interface DatabaseOptions {
  /** Where DuckDB may spill; made when it does not exist. */
  readonly scratchDir: string;
  /** Default 1: shards are the unit of parallel work, and one thread adds floats in one order. */
  readonly threads?: number;
  /** Default a fifth of the machine's memory, at least 512. */
  readonly memoryLimitMb?: number;
}

/** Left to itself, the client drops a byte order mark that a text begins with: a name or category would be another one. */
const withByteOrderMark = new TextDecoder('utf-8', { ignoreBOM: true });
textDecoder.decode = (bytes?: Uint8Array) => withByteOrderMark.decode(bytes);

function defaultMemoryLimitMb(): number {
  return Math.max(512, Math.floor(totalmem() / 5 / 1_048_576));
}

/**
 * Steps of DuckDB's optimizer that take a file's statistics for facts: they fold conditions (`isnan(x)`, `x IS NULL`), pack
 * values into fewer bits and pass over rows by them. Many writers leave NaN out of them, and some are plainly wrong.
 */
const statisticsOptimizers = [
  'statistics_propagation',
  'compressed_materialization',
  'row_group_pruner',
  'join_filter_pushdown',
];

/**
 * Works out what stands twice in an expression once and before it: outside of the TRY that keeps it from failing, as in
 * `TRY(ln(x) > 1 AND ln(x) < 4)`.
 */
const hoistingOptimizer = 'common_subexpressions';

const inUtc = "SET TimeZone = 'UTC'";

/** At most one for each set of options; a worker has one. */
const idle = new Map<string, Database>();

export class Database implements Disposable {
  private signal: AbortSignal | undefined;

  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  /** Opens a database in UTC, so that no expression's value depends on the machine's time zone. */
  static async open(options: DatabaseOptions): Promise<Database> {
    mkdirSync(options.scratchDir, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads ?? 1),
      memory_limit: `${options.memoryLimitMb ?? defaultMemoryLimitMb()}MB`,
      temp_directory: join(options.scratchDir, 'duckdb'),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // It takes a file for the one read before by its name and time alone.
      enable_external_file_cache: 'false',
      disabled_optimizers: [...statisticsOptimizers, hoistingOptimizer].join(','),
    });
    const connection = await instance.connect();
    await connection.run(inUtc);
    return new Database(instance, connection);
  }

  /**
   * Runs `work` on a database that the process keeps from one such call to the next with the same options: opening one
   * takes as long as scanning some ten thousand rows. One that `work` failed on is closed, whatever state it is in.
   */
  static async withKept<T>(options: DatabaseOptions, work: (database: Database) => Promise<T>): Promise<T> {
    const key = JSON.stringify(options);
    const database = idle.get(key) ?? (await Database.open(options));
    idle.delete(key);
    let kept = false;
    try {
      const result = await work(database);
      kept = !idle.has(key);
      return result;
    } finally {
      if (kept) idle.set(key, database);
      else database[Symbol.dispose]();
    }
  }

  /** Runs `work` with another connection to the same database: its queries go beside those of this one. */
  async withAnother<T>(work: (other: Database) => Promise<T>): Promise<T> {
    const other = new Database(this.instance, await this.instance.connect());
    const release = other.interruptOn(this.signal);
    try {
      await other.connection.run(inUtc);
      return await work(other);
    } finally {
      release();
      other.connection.closeSync();
    }
  }

  /** Whether an abort has interrupted it, so that failures say nothing of what was asked. */
  get isInterrupted(): boolean {
    return this.signal?.aborted ?? false;
  }

  async run(sql: string): Promise<void> {
    this.signal?.throwIfAborted();
    try {
      await this.connection.run(sql);
    } catch (error) {
      throw resourceError(error) ?? error;
    }
  }

  /** All rows as objects. Count in DOUBLE in `sql`: a BIGINT arrives as a bigint. */
  async rows<Row>(sql: string): Promise<Row[]> {
    this.signal?.throwIfAborted();
    try {
      const reader = await this.connection.runAndReadAll(sql);
      return reader.getRowObjectsJS() as Row[];
    } catch (error) {
      throw resourceError(error) ?? error;
    }
  }

  /** The one row of an aggregate. */
  async row<Row>(sql: string): Promise<Row> {
    const [first] = await this.rows<Row>(sql);
    if (first === undefined) throw new Error(`Expected one row from: ${sql}`);
    return first;
  }

  /** A result that is fetched chunk by chunk, in the order of the source's rows. */
  async stream(sql: string): Promise<DuckDBResult> {
    try {
      return await this.connection.stream(sql);
    } catch (error) {
      throw resourceError(error) ?? error;
    }
  }

  /** From now on an abort interrupts the running query and refuses later ones, until the returned function is called. */
  interruptOn(signal: AbortSignal | undefined): () => void {
    this.signal = signal;
    const interrupt = () => this.connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    return () => {
      this.signal = undefined;
      signal?.removeEventListener('abort', interrupt);
    };
  }

  [Symbol.dispose](): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** Full disks and exhausted memory are the machine's fault, whatever was asked; null for every other failure. */
export function resourceError(error: unknown): EspalierError | null {
  if (error instanceof EspalierError) return null;
  const message = error instanceof Error ? error.message : String(error);
  if (/no space left|ENOSPC|max_temp_directory_size|disk quota/i.test(message)) {
    return new EspalierError('features.disk-full', `Scratch space is full: ${plainReason(message)}`, {
      cause: error,
    });
  }
  if (/^Out of Memory Error/.test(message)) {
    return new EspalierError('features.out-of-memory', `DuckDB ran out of memory: ${plainReason(message)}`, {
      cause: error,
    });
  }
  return null;
}
