/**
 * Responsible for what a Parquet file's footer says: columns, row groups, where their bytes lie.
 * Leaves to others: the rows themselves.
 */
import { EspalierError } from '@espalier/domain';
import { type Database, resourceError } from './database.js';
import type { ExactFile } from './exact-file.js';
import { quoteText } from './sql-text.js';

export interface SourceColumn {
  readonly name: string;
  /** DuckDB's name of the type, such as `BIGINT`. */
  readonly duckdbType: string;
}

export interface ByteRange {
  readonly start: number;
  /** First byte after the range. */
  readonly end: number;
}

export interface RowGroup {
  readonly rows: number;
  /** Number of its first row within the file. */
  readonly firstRow: number;
  /** Compressed bytes of its column chunks. */
  readonly sizeBytes: number;
}

export interface ParquetFooter {
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  readonly rowGroups: readonly RowGroup[];
}

/**
 * Reads a local (possibly sparse) file's footer. `name` is what errors call the file.
 * @throws EspalierError `features.corrupt-source` that names the file and the reason.
 */
export async function readFooter(database: Database, file: ExactFile, name: string): Promise<ParquetFooter> {
  try {
    const columns = await database.rows<SourceColumn>(
      `SELECT column_name AS name, column_type AS "duckdbType" FROM (DESCRIBE SELECT * FROM ${file.rowsSql()})`,
    );
    const groups = await database.rows<{ rows: number; sizeBytes: number }>(
      `SELECT any_value(row_group_num_rows)::DOUBLE AS "rows", sum(total_compressed_size)::DOUBLE AS "sizeBytes"
       FROM ${file.chunksSql()} GROUP BY row_group_id ORDER BY row_group_id`,
    );
    let rows = 0;
    const rowGroups = groups.map((group) => {
      const firstRow = rows;
      rows += group.rows;
      return { ...group, firstRow };
    });
    return { rows, columns, rowGroups };
  } catch (error) {
    throw resourceError(error) ?? corruptFooter(file, name, error);
  }
}

/** Why a file can't be read whose footer is encrypted. */
export const encryptedFile = 'it is encrypted as a whole; write it decrypted';

/** A footer's failure, with the file called `name`. */
export function corruptFooter(file: ExactFile, name: string, error: unknown): EspalierError {
  const told = file.reasonOf(error, name);
  const reason = /is encrypted, but/.test(told) ? encryptedFile : told;
  return new EspalierError('features.corrupt-source', `${name} is not a readable Parquet file: ${reason}`, {
    cause: error,
    details: { uri: name, reason },
  });
}

/** SQL: whether a chunk is of one of the columns, as SQL compares names. A struct's or list's chunks have their parts' names behind a comma. */
function ofColumns(columns: readonly string[]): string {
  if (columns.length === 0) return 'false';
  const keys = columns.map((column) => quoteText(column.toLowerCase())).join(', ');
  const withComma = columns
    .filter((column) => column.includes(', '))
    .map((column) => ` OR starts_with(lower(path_in_schema), ${quoteText(`${column.toLowerCase()}, `)})`);
  return `lower(path_in_schema) IN (${keys}) OR lower(split_part(path_in_schema, ', ', 1)) IN (${keys})${withComma.join('')}`;
}

/**
 * Byte ranges of column chunks (and their Bloom filters) in a file, sorted and merged.
 * `columns` null means all; `rowGroupEnd` is exclusive.
 */
export async function chunkRanges(
  database: Database,
  file: ExactFile,
  part: {
    readonly rowGroupStart: number;
    readonly rowGroupEnd: number;
    readonly columns: readonly string[] | null;
  },
): Promise<ByteRange[]> {
  const some = part.columns === null ? 'true' : ofColumns(part.columns);
  return await database.rows<ByteRange>(
    `WITH chunk AS (
       SELECT * FROM ${file.chunksSql()}
       WHERE row_group_id >= ${part.rowGroupStart} AND row_group_id < ${part.rowGroupEnd} AND (${some})
     ), span AS (
       SELECT least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset)) AS first,
              first + total_compressed_size AS past
       FROM chunk
       UNION ALL
       SELECT bloom_filter_offset, bloom_filter_offset + coalesce(bloom_filter_length, 0) FROM chunk
       WHERE bloom_filter_offset IS NOT NULL
     ), marked AS (
       SELECT first, past, coalesce(first > max(past) OVER (ORDER BY first, past
         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS starts
       FROM span
     ), numbered AS (SELECT first, past, count(*) FILTER (WHERE starts) OVER (ORDER BY first, past) AS run FROM marked)
     SELECT min(first)::DOUBLE AS "start", max(past)::DOUBLE AS "end" FROM numbered GROUP BY run ORDER BY 1`,
  );
}
