/**
 * Responsible for what a file's footer says of each column beside its type: whether it may hold nothing but NULL, and whether its
 * bytes can be read at all.
 * Leaves to others: whether that matters (all-null-columns.ts, preflight.ts).
 */
import type { Database } from './database.js';
import { resourceError } from './database.js';
import type { ExactFile } from './exact-file.js';
import { corruptFooter } from './parquet-footer.js';

export interface UnreadableColumn {
  readonly column: string;
  /** A clause. */
  readonly reason: string;
}

export interface ColumnClaims {
  /** Columns whose every value is NULL, as the counts claim, or may be where there are none. */
  readonly allNull: readonly string[];
  readonly unreadable: readonly UnreadableColumn[];
}

const codecs = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4_RAW'];

/** What the pages of a column chunk weigh at most that holds nothing but NULL, as they lie and unfolded. */
const emptyPages = { packed: 16 * 1024, unpacked: 1024 * 1024 };

/** A chunk that unfolds to more than this, and by more than this factor, was made to fill memory, or holds nothing. */
const mostUnfolded = { bytes: 256 * 1024 * 1024, factor: 1000 };

export interface ClaimRow {
  readonly name: string;
  readonly isNull: boolean;
  readonly codec: string | null;
  readonly packed: number | null;
  readonly unpacked: number | null;
}

/** SQL over footers' chunks: `file_name` and a `ClaimRow` for each column of which anything is claimed. */
export function claimsSql(chunksSql: string): string {
  const bomb = `FILTER (WHERE unpacked > ${mostUnfolded.bytes} AND unpacked > ${mostUnfolded.factor} * packed)`;
  const known = codecs.map((codec) => `'${codec}'`).join(', ');
  return `WITH chunk AS (
      SELECT file_name, split_part(path_in_schema, ', ', 1) AS name, compression, total_compressed_size AS packed,
        total_uncompressed_size AS unpacked, unpacked <= ${emptyPages.unpacked} AND coalesce(
          stats_null_count = num_values, stats_min_value IS NULL AND packed <= ${emptyPages.packed}) AS empty
      FROM ${chunksSql}
    ), claim AS (
      SELECT file_name, name, bool_and(empty) AS "isNull",
        max(compression) FILTER (WHERE compression NOT IN (${known})) AS codec,
        (max(packed) ${bomb})::DOUBLE AS packed, (max(unpacked) ${bomb})::DOUBLE AS unpacked
      FROM chunk GROUP BY file_name, name
    )
    SELECT * FROM claim WHERE "isNull" OR codec IS NOT NULL OR unpacked IS NOT NULL ORDER BY name`;
}

export function claimsOf(rows: readonly ClaimRow[]): ColumnClaims {
  const unreadable = rows.flatMap((row) => {
    const reason = reasonOf(row);
    return reason === null ? [] : [{ column: row.name, reason }];
  });
  const allNull = rows.filter((row) => row.isNull && reasonOf(row) === null).map((row) => row.name);
  return { allNull, unreadable };
}

/** @throws EspalierError `features.corrupt-source` */
export async function columnClaims(database: Database, file: ExactFile, name: string): Promise<ColumnClaims> {
  try {
    return claimsOf(await database.rows<ClaimRow>(claimsSql(file.chunksSql())));
  } catch (error) {
    throw resourceError(error) ?? corruptFooter(file, name, error);
  }
}

function reasonOf({ codec, packed, unpacked }: ClaimRow): string | null {
  if (codec !== null) return `its codec ${codec} is not one of snappy, zstd, gzip, brotli and lz4_raw`;
  if (packed === null || unpacked === null) return null;
  return `${inUnits(packed)} of it unfold to ${inUnits(unpacked)}`;
}

function inUnits(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Whether some columns of a file, or of several, may be encrypted under a footer that is not. */
export async function mayBeEncrypted(database: Database, summarySql: string): Promise<boolean> {
  try {
    const { encrypted } = await database.row<{ encrypted: boolean }>(
      `SELECT coalesce(bool_or(encryption_algorithm IS NOT NULL), false) AS encrypted FROM ${summarySql}`,
    );
    return encrypted;
  } catch (error) {
    // The key's name in the footer need not be text, which DuckDB can't show.
    if (error instanceof Error && error.message.includes('Invalid unicode')) return true;
    throw error;
  }
}
