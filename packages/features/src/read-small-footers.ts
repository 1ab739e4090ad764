/**
 * Responsible for the footers of many small files, local or in S3, with a few queries: one of its own for each would take minutes for a
 * source of ten thousand files.
 * Leaves to others: bringing them (source-bytes.ts); files that are large or can't be read (parquet-footer.ts, one by one, with the reason).
 */
import { EspalierError } from '@espalier/domain';
import {
  type ClaimRow,
  type ColumnClaims,
  claimsOf,
  claimsSql,
  mayBeEncrypted,
  type UnreadableColumn,
} from './column-claims.js';
import { type Database, resourceError } from './database.js';
import { type ExactFile, footersSql } from './exact-file.js';
import type { ParquetFooter } from './parquet-footer.js';
import { byFile, type FooterAmongOthers, type KnownColumns, readFooters } from './read-footers.js';
import { renamedColumns } from './renamed-columns.js';
import { type SourceAccess, withSourceObjects } from './source-bytes.js';
import type { SourceObject } from './source-object.js';

/** Footers of larger files are worth a query of their own, and may be long. */
const smallBytes = 4 * 1024 * 1024;
/** Files of one query. */
const filesAtOnce = 128;

export interface FooterOfFile extends ColumnClaims {
  readonly footer: ParquetFooter;
  /** Whether some of its columns may be encrypted. */
  readonly encrypted: boolean;
}

/** What footers' schemas say, so that files alike are described once. */
export interface KnownSchemas {
  readonly columns: KnownColumns;
  readonly renamed: Map<string, readonly UnreadableColumn[]>;
}

/**
 * Two queries at a time, as one keeps a single core busy.
 * @returns footers by URI; those are missing that are not small, and all of a query of which one can't be read
 * @throws EspalierError of kind infra, such as `store.unreachable` or `features.out-of-memory`
 */
export async function readSmallFooters(
  database: Database,
  objects: readonly SourceObject[],
  known: KnownSchemas,
  access: SourceAccess & { readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, FooterOfFile>> {
  const small = objects.filter(({ sizeBytes }) => sizeBytes > 0 && sizeBytes <= smallBytes);
  const found = new Map<string, FooterOfFile>();
  if (small.length < 2) return found;
  const groups: SourceObject[][] = [];
  for (let i = 0; i < small.length; i += filesAtOnce) groups.push(small.slice(i, i + filesAtOnce));
  const waiting = groups.values();
  const lane = async (own: Database): Promise<void> => {
    for (const group of waiting) {
      access.signal?.throwIfAborted();
      for (const [uri, footer] of await readGroup(own, group, known, access)) found.set(uri, footer);
    }
  };
  const lanes = groups.length === 1 ? [lane(database)] : [lane(database), database.withAnother(lane)];
  // All have ended before one's failure is told: whoever hears of it closes the database.
  for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason;
  return found;
}

/** @returns footers by URI; none where one can't be read, or changed meanwhile: which of them is found one by one */
async function readGroup(
  database: Database,
  group: readonly SourceObject[],
  known: KnownSchemas,
  access: SourceAccess,
): Promise<ReadonlyMap<string, FooterOfFile>> {
  const wanted = group.map((object) => ({ object, chunks: null }));
  try {
    return await withSourceObjects(database, wanted, access, (files) =>
      readAll(database, group, files, known),
    );
  } catch (error) {
    const exhausted = resourceError(error);
    if (exhausted !== null) throw exhausted;
    if (error instanceof EspalierError && error.kind === 'infra') throw error;
    return new Map();
  }
}

/** What groups and claims are worked out of. */
function chunkColumnsSql(chunksSql: string): string {
  return `SELECT file_name, row_group_id, row_group_num_rows, path_in_schema, compression, total_compressed_size,
    total_uncompressed_size, num_values, stats_null_count, stats_min_value FROM ${chunksSql}`;
}

/** @returns footers by URI */
async function readAll(
  database: Database,
  group: readonly SourceObject[],
  files: readonly ExactFile[],
  known: KnownSchemas,
): Promise<Map<string, FooterOfFile>> {
  const { chunksSql, summarySql } = footersSql(files);
  // Which of them is found one by one.
  if (await mayBeEncrypted(database, summarySql)) return new Map();
  // Reading the footers takes longer than what is asked of them.
  await database.run(`CREATE OR REPLACE TEMP TABLE chunks_of_files AS ${chunkColumnsSql(chunksSql)}`);
  const read = await readFooters(database, files, known.columns, 'chunks_of_files');
  const claims = await database.rows<ClaimRow & { told: string }>(
    `SELECT file_name AS told, * FROM (${claimsSql('chunks_of_files')})`,
  );
  const claimsOfFile = byFile(claims);
  const footers = new Map<string, FooterOfFile>();
  for (const [position, file] of files.entries()) {
    const { schema, ...footer } = read[position] as FooterAmongOthers;
    const renamed = known.renamed.get(schema) ?? (await renamedColumns(database, file, footer.columns));
    known.renamed.set(schema, renamed);
    const { allNull, unreadable } = claimsOf(claimsOfFile.get(file.told) ?? []);
    const { uri } = group[position] as SourceObject;
    footers.set(uri, { footer, allNull, unreadable: [...unreadable, ...renamed], encrypted: false });
  }
  return footers;
}
