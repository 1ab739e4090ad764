/**
 * Responsible for how the rows of a shard's slices become a Parquet for each split: one slice's straight away, those of many small
 * objects by way of a table.
 * Leaves to others: which rows there are (slice-rows.ts).
 */
import type { SplitName } from '@espalier/domain';
import type { Database } from './database.js';
import { type SliceRows, splitColumn, type WrittenSplit } from './slice-rows.js';
import { quoteName, quoteText } from './sql-text.js';

export type WrittenFile = WrittenSplit & { readonly path: string };

function copySql(query: string, path: string): string {
  return `COPY (${query}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)`;
}

/** Each split's rows of one slice, from the source to its file. */
export async function copyRows(
  database: Database,
  { splits }: SliceRows,
  outPath: (split: SplitName) => string,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const split of splits) {
    const path = outPath(split.split);
    await database.run(copySql(split.query, path));
    written.push({ ...split, path });
  }
  return written;
}

const table = quoteName('scanned rows');

/** The rows of many slices of one source, in their order. They are small together, and DuckDB spills what is not. */
export class CollectedRows {
  #splits: SliceRows['splits'] = [];

  constructor(private readonly database: Database) {}

  /** All of them or, after a failure, none. */
  async add(slices: readonly SliceRows[]): Promise<void> {
    const query = slices.map(({ together }) => together).join('\nUNION ALL ');
    const isFirst = this.#splits.length === 0;
    await this.database.run(
      isFirst ? `CREATE OR REPLACE TEMP TABLE ${table} AS ${query}` : `INSERT INTO ${table} ${query}`,
    );
    if (isFirst) this.#splits = slices[0]?.splits ?? [];
  }

  /** Those of one slice, in place of all before. */
  async replace(slice: SliceRows): Promise<void> {
    this.#splits = [];
    await this.add([slice]);
  }

  /** The files, each complete. Leaves nothing in the database. */
  async write(outPath: (split: SplitName) => string): Promise<readonly WrittenFile[]> {
    const written: WrittenFile[] = [];
    for (const split of this.#splits) {
      const path = outPath(split.split);
      const columns = split.names.map(quoteName).join(', ');
      const ofSplit = `${quoteName(splitColumn)} = ${quoteText(split.split)}`;
      await this.database.run(copySql(`SELECT ${columns} FROM ${table} WHERE ${ofSplit}`, path));
      written.push({ ...split, path });
    }
    await this.drop();
    return written;
  }

  async drop(): Promise<void> {
    await this.database.run(`DROP TABLE IF EXISTS ${table}`);
  }
}
