/**
 * Responsible for one local Parquet file as DuckDB is told of it: that file whatever its path is called, with its own columns.
 * DuckDB takes `*`, `?` and `[` in a path for a pattern, prefers what the pattern finds to the file of that very name, and
 * makes columns of folders called `key=value`.
 * Leaves to others: which columns and rows are wanted.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plainReason } from './duckdb-reason.js';
import { quoteText } from './sql-text.js';

export class ExactFile implements AsyncDisposable {
  private constructor(
    readonly path: string,
    /** What DuckDB is told: the path, or the name of an open file where the path would be taken for a pattern. */
    private readonly told: string,
    private readonly handle: FileHandle | null,
  ) {}

  /** True for a path that DuckDB takes for that very file. */
  static isPlain(path: string): boolean {
    return !/[*?[]/.test(path);
  }

  /** @param given absolute, or relative to the working folder */
  static async open(given: string): Promise<ExactFile> {
    // So that no beginning of a name is taken for a protocol or a home folder.
    const path = resolve(given);
    if (ExactFile.isPlain(path)) return new ExactFile(path, path, null);
    const handle = await open(path, 'r');
    return new ExactFile(path, `/proc/self/fd/${handle.fd}`, handle);
  }

  /** SQL of the rows, with all of the file's columns; with `rowNumbers`, also `file_row_number` (BIGINT, from 0). */
  rowsSql({ rowNumbers = false }: { readonly rowNumbers?: boolean } = {}): string {
    const options = ['hive_partitioning = false', ...(rowNumbers ? ['file_row_number = true'] : [])];
    return `read_parquet(${quoteText(this.told)}, ${options.join(', ')})`;
  }

  /** SQL of the footer's column chunks, a row each. */
  chunksSql(): string {
    return `parquet_metadata(${quoteText(this.told)})`;
  }

  /** SQL of what the footer says of the whole file, one row. */
  summarySql(): string {
    return `parquet_file_metadata(${quoteText(this.told)})`;
  }

  /** SQL of the footer's schema, an element each. */
  schemaSql(): string {
    return `parquet_schema(${quoteText(this.told)})`;
  }

  /** The first line of DuckDB's failure, with the file called `name`. */
  reasonOf(error: unknown, name: string): string {
    const reason = plainReason(error);
    return [this.told, this.path].reduce((text, place) => text.replaceAll(place, name), reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handle?.close();
  }
}

/** SQL of the footers of several files, which `isPlain` holds for; each row has its `file_name`. */
export function footersSql(paths: readonly string[]): {
  readonly chunksSql: string;
  readonly schemaSql: string;
  readonly summarySql: string;
} {
  const list = `[${paths.map(quoteText).join(', ')}]`;
  return {
    chunksSql: `parquet_metadata(${list})`,
    schemaSql: `parquet_schema(${list})`,
    summarySql: `parquet_file_metadata(${list})`,
  };
}
