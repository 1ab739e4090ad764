/**
 * Responsible for one local Parquet file as DuckDB is told of it: the open file, whatever its path is called and whatever is put
 * under its path meanwhile, with its own columns. DuckDB takes `*`, `?` and `[` in a path for a pattern, prefers what the pattern finds
 * to the file of that very name, makes columns of folders called `key=value`, and opens a path anew for each query.
 * Leaves to others: which columns and rows are wanted, and whether the file was written to (unchanged-file.ts).
 */
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { plainReason } from './duckdb-reason.js';
import { type FileFacts, factsOf } from './file-facts.js';
import { quoteText } from './sql-text.js';
import { forgetToldName, tellName } from './told-names.js';

export class ExactFile implements AsyncDisposable {
  private constructor(
    readonly path: string,
    /** What DuckDB is told: the name of the open file. */
    readonly told: string,
    readonly handle: FileHandle,
  ) {}

  /**
   * @param given absolute, or relative to the working folder
   * @throws EspalierError `features.source-missing`; `features.corrupt-source` where it may not be read.
   */
  static async open(given: string): Promise<ExactFile> {
    // So that no beginning of a name is taken for a protocol or a home folder.
    const path = resolve(given);
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw unopened(path, error);
    });
    return new ExactFile(path, tellName(handle.fd, path), handle);
  }

  /** What the file system says of the open file now. */
  async facts(): Promise<FileFacts> {
    const stats = await this.handle.stat({ bigint: true }).catch((error: unknown) => {
      throw unopened(this.path, error);
    });
    return factsOf(stats);
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
    return plainReason(error).replaceAll(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    forgetToldName(this.told);
    await this.handle.close();
  }
}

/** SQL of the footers of several files; each row has its `file_name`, the one that is told. */
export function footersSql(files: readonly ExactFile[]): {
  readonly chunksSql: string;
  readonly schemaSql: string;
  readonly summarySql: string;
} {
  const list = toldList(files);
  return {
    chunksSql: `parquet_metadata(${list})`,
    schemaSql: `parquet_schema(${list})`,
    summarySql: `parquet_file_metadata(${list})`,
  };
}

/** SQL of the rows of several files with the same columns, one file after the other. */
export function rowsOfFilesSql(files: readonly ExactFile[]): string {
  return `read_parquet(${toldList(files)}, hive_partitioning = false)`;
}

function toldList(files: readonly ExactFile[]): string {
  return `[${files.map(({ told }) => quoteText(told)).join(', ')}]`;
}

const missingCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE']);
const deniedCodes: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

function unopened(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (missingCodes.has(code)) {
    const message = `There is no file at ${path} any more (${code}).`;
    return new EspalierError('features.source-missing', message, { cause: error, details: { path, code } });
  }
  if (!deniedCodes.has(code)) return error;
  const message = `${path} may not be read by this user (${code}).`;
  return new EspalierError('features.corrupt-source', message, { cause: error, details: { path, code } });
}
