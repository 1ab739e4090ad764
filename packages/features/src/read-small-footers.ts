/**
 * Responsible for the footers of many small local files with a few queries: one of its own for each would take minutes for a
 * source of ten thousand files.
 * Leaves to others: files that are large, lie in S3 or can't be read (parquet-footer.ts, one by one, with the reason).
 */
import {
  type ClaimRow,
  type ColumnClaims,
  claimsOf,
  claimsSql,
  mayBeEncrypted,
  type UnreadableColumn,
} from './column-claims.js';
import { type Database, resourceError } from './database.js';
import { ExactFile, footersSql } from './exact-file.js';
import { type ParquetFooter, readFooter, type SourceColumn } from './parquet-footer.js';
import { renamedColumns } from './renamed-columns.js';
import { isS3Uri } from './s3-place.js';
import type { SourceObject } from './source-object.js';

/** Footers of larger files are worth a query of their own, and may be long. */
const smallBytes = 4 * 1024 * 1024;
/** Files of one query. */
export const filesAtOnce = 128;

export interface FooterOfFile extends ColumnClaims {
  readonly footer: ParquetFooter;
  /** Whether some of its columns may be encrypted. */
  readonly encrypted: boolean;
}

interface KnownSchema {
  readonly columns: readonly SourceColumn[];
  readonly renamed: readonly UnreadableColumn[];
}

/** Columns by what a footer's schema says, so that files alike are described once. */
export type KnownSchemas = Map<string, KnownSchema>;

/** @returns footers by URI; those are missing that are not small and local, and all where one can't be read */
export async function readSmallFooters(
  database: Database,
  objects: readonly SourceObject[],
  known: KnownSchemas,
): Promise<ReadonlyMap<string, FooterOfFile>> {
  const small = objects.filter(
    ({ uri, sizeBytes }) =>
      !isS3Uri(uri) && ExactFile.isPlain(uri) && sizeBytes > 0 && sizeBytes <= smallBytes,
  );
  if (small.length < 2) return new Map();
  try {
    return await readAll(
      database,
      small.map(({ uri }) => uri),
      known,
    );
  } catch (error) {
    const exhausted = resourceError(error);
    if (exhausted !== null) throw exhausted;
    return new Map();
  }
}

async function readAll(
  database: Database,
  paths: readonly string[],
  known: KnownSchemas,
): Promise<Map<string, FooterOfFile>> {
  const { chunksSql, schemaSql, summarySql } = footersSql(paths);
  // Which of them is found one by one.
  if (await mayBeEncrypted(database, summarySql)) return new Map();
  const schemas = await database.rows<{ path: string; schema: string }>(
    `SELECT file_name AS path, md5(string_agg(CAST(columns AS VARCHAR), chr(10) ORDER BY column_id)) AS schema
     FROM (SELECT file_name, column_id, struct_pack(name, type, type_length, repetition_type, num_children,
       converted_type, scale, precision, logical_type, duckdb_type) AS columns FROM ${schemaSql})
     GROUP BY file_name`,
  );
  const groups = await database.rows<{ path: string; rows: number; sizeBytes: number }>(
    `SELECT file_name AS path, any_value(row_group_num_rows)::DOUBLE AS "rows",
       sum(total_compressed_size)::DOUBLE AS "sizeBytes"
     FROM ${chunksSql} GROUP BY file_name, row_group_id ORDER BY file_name, row_group_id`,
  );
  const claims = await database.rows<ClaimRow & { path: string }>(
    `SELECT file_name AS path, * FROM (${claimsSql(chunksSql)})`,
  );
  const groupsOf = byPath(groups);
  const claimsOfFile = byPath(claims);
  const footers = new Map<string, FooterOfFile>();
  for (const { path, schema } of schemas) {
    const { columns, renamed } = known.get(schema) ?? (await describe(database, path));
    known.set(schema, { columns, renamed });
    let rows = 0;
    const rowGroups = (groupsOf.get(path) ?? []).map((group) => {
      const firstRow = rows;
      rows += group.rows;
      return { rows: group.rows, sizeBytes: group.sizeBytes, firstRow };
    });
    const { allNull, unreadable } = claimsOf(claimsOfFile.get(path) ?? []);
    const footer = { rows, columns, rowGroups };
    footers.set(path, { footer, allNull, unreadable: [...unreadable, ...renamed], encrypted: false });
  }
  return footers;
}

async function describe(database: Database, path: string): Promise<KnownSchema> {
  await using file = await ExactFile.open(path);
  const { columns } = await readFooter(database, file, path);
  return { columns, renamed: await renamedColumns(database, file, columns) };
}

function byPath<Row extends { readonly path: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.path);
    if (own === undefined) found.set(row.path, [row]);
    else own.push(row);
  }
  return found;
}
