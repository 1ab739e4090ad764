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
import { differences, type FileFacts } from './file-facts.js';
import { type ParquetFooter, readFooter, type SourceColumn } from './parquet-footer.js';
import { renamedColumns } from './renamed-columns.js';
import { isS3Version, type SourceObject } from './source-object.js';

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
    ({ version, sizeBytes }) => !isS3Version(version) && sizeBytes > 0 && sizeBytes <= smallBytes,
  );
  if (small.length < 2) return new Map();
  const files: ExactFile[] = [];
  try {
    for (const { uri } of small) files.push(await ExactFile.open(uri));
    const footers = await readAll(database, files, known);
    const facts = await Promise.all(files.map((file) => file.facts()));
    const isChanged = (now: FileFacts, index: number) =>
      differences(small[index]?.version as FileFacts, now).length > 0;
    // Which of them is found one by one.
    return facts.some(isChanged) ? new Map() : footers;
  } catch (error) {
    const exhausted = resourceError(error);
    if (exhausted !== null) throw exhausted;
    return new Map();
  } finally {
    await Promise.all(files.map((file) => file[Symbol.asyncDispose]()));
  }
}

/** @returns footers by path */
async function readAll(
  database: Database,
  files: readonly ExactFile[],
  known: KnownSchemas,
): Promise<Map<string, FooterOfFile>> {
  const { chunksSql, schemaSql, summarySql } = footersSql(files);
  // Which of them is found one by one.
  if (await mayBeEncrypted(database, summarySql)) return new Map();
  const schemas = await database.rows<{ told: string; schema: string }>(
    `SELECT file_name AS told, md5(string_agg(CAST(columns AS VARCHAR), chr(10) ORDER BY column_id)) AS schema
     FROM (SELECT file_name, column_id, struct_pack(name, type, type_length, repetition_type, num_children,
       converted_type, scale, precision, logical_type, duckdb_type) AS columns FROM ${schemaSql})
     GROUP BY file_name`,
  );
  const groups = await database.rows<{ told: string; rows: number; sizeBytes: number }>(
    `SELECT file_name AS told, any_value(row_group_num_rows)::DOUBLE AS "rows",
       sum(total_compressed_size)::DOUBLE AS "sizeBytes"
     FROM ${chunksSql} GROUP BY file_name, row_group_id ORDER BY file_name, row_group_id`,
  );
  const claims = await database.rows<ClaimRow & { told: string }>(
    `SELECT file_name AS told, * FROM (${claimsSql(chunksSql)})`,
  );
  const fileOf = new Map(files.map((file) => [file.told, file]));
  const groupsOf = byFile(groups);
  const claimsOfFile = byFile(claims);
  const footers = new Map<string, FooterOfFile>();
  for (const { told, schema } of schemas) {
    const file = fileOf.get(told) as ExactFile;
    const { columns, renamed } = known.get(schema) ?? (await describe(database, file));
    known.set(schema, { columns, renamed });
    let rows = 0;
    const rowGroups = (groupsOf.get(told) ?? []).map((group) => {
      const firstRow = rows;
      rows += group.rows;
      return { rows: group.rows, sizeBytes: group.sizeBytes, firstRow };
    });
    const { allNull, unreadable } = claimsOf(claimsOfFile.get(told) ?? []);
    const footer = { rows, columns, rowGroups };
    footers.set(file.path, { footer, allNull, unreadable: [...unreadable, ...renamed], encrypted: false });
  }
  return footers;
}

async function describe(database: Database, file: ExactFile): Promise<KnownSchema> {
  const { columns } = await readFooter(database, file, file.path);
  return { columns, renamed: await renamedColumns(database, file, columns) };
}

function byFile<Row extends { readonly told: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.told);
    if (own === undefined) found.set(row.told, [row]);
    else own.push(row);
  }
  return found;
}
