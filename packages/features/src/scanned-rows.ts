/**
 * Responsible for how the rows of a shard's slices become a Parquet for each split: one slice's straight away, those of many small
 * objects by way of a table.
 * Leaves to others: which rows there are (extract-shard.ts).
 */
import type { SplitName } from '@espalier/domain';
import type { Database } from './database.js';
import { quoteName, quoteText } from './sql-text.js';

export interface ScannedSplit {
  readonly split: SplitName;
  /** Whether rows carry their cluster, and in how many parts they fall for cross-fitting. */
  readonly clustered: boolean;
  readonly folds: number;
}

export interface ScannedRows {
  /** Runs the query and keeps its rows, after those of the split before. */
  add(split: ScannedSplit, query: string): Promise<void>;
  /** The files, each complete. */
  write(): Promise<readonly (ScannedSplit & { readonly path: string })[]>;
  /** Leaves nothing in the database, once the files are written. */
  drop(): Promise<void>;
}

interface Target {
  readonly outPath: (split: SplitName) => string;
}

function copySql(query: string, path: string): string {
  return `COPY (${query}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)`;
}

/** Each split's only rows, from the source to its file. */
export class CopiedRows implements ScannedRows {
  readonly #written: (ScannedSplit & { readonly path: string })[] = [];

  constructor(
    private readonly database: Database,
    private readonly target: Target,
  ) {}

  async add(split: ScannedSplit, query: string): Promise<void> {
    const path = this.target.outPath(split.split);
    await this.database.run(copySql(query, path));
    this.#written.push({ ...split, path });
  }

  async write(): Promise<readonly (ScannedSplit & { readonly path: string })[]> {
    return this.#written;
  }

  async drop(): Promise<void> {}
}

/** The rows of many queries, in their order. They are small together, and DuckDB spills what is not. */
export class CollectedRows implements ScannedRows {
  readonly #splits = new Map<SplitName, ScannedSplit>();

  constructor(
    private readonly database: Database,
    private readonly target: Target,
  ) {}

  async add(split: ScannedSplit, query: string): Promise<void> {
    const table = tableOf(split.split);
    const isFirst = !this.#splits.has(split.split);
    await this.database.run(
      isFirst ? `CREATE OR REPLACE TEMP TABLE ${table} AS ${query}` : `INSERT INTO ${table} ${query}`,
    );
    this.#splits.set(split.split, split);
  }

  async write(): Promise<readonly (ScannedSplit & { readonly path: string })[]> {
    const written: (ScannedSplit & { readonly path: string })[] = [];
    for (const split of this.#splits.values()) {
      const path = this.target.outPath(split.split);
      await this.database.run(copySql(`SELECT * FROM ${tableOf(split.split)}`, path));
      written.push({ ...split, path });
    }
    return written;
  }

  async drop(): Promise<void> {
    for (const split of this.#splits.keys()) {
      await this.database.run(`DROP TABLE ${tableOf(split)}`);
    }
  }
}

function tableOf(split: SplitName): string {
  return quoteName(`scanned ${split}`);
}
