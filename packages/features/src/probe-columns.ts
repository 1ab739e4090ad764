/**
 * Responsible for which columns can't be read, by reading each alone: where a footer doesn't tell it, or a scan of several failed.
 * Leaves to others: when to ask, and what becomes of the answer (inspect-source.ts, preflight.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { UnreadableColumn } from './column-claims.js';
import { type Database, resourceError } from './database.js';
import type { ExactFile } from './exact-file.js';
import type { InspectedObject } from './inspect-source.js';
import { objectRowsSql } from './object-rows.js';
import { sampleSource } from './sample-blocks.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { quoteName } from './sql-text.js';

/** Of a file with encrypted parts, the columns whose first value can't be read: those that are encrypted. */
export async function encryptedColumns(
  database: Database,
  file: ExactFile,
  columns: readonly string[],
): Promise<UnreadableColumn[]> {
  const found: UnreadableColumn[] = [];
  for (const column of columns) {
    const first = `(SELECT ${quoteName(column)} FROM ${file.rowsSql()} LIMIT 1)`;
    const reason = await failureOf(database, file, first, column);
    if (reason !== null) found.push({ column, reason: 'it is encrypted' });
  }
  return found;
}

/**
 * Of a sample that could not be read, the first column that can't be read alone, with its file and row group, as a clause; null
 * where each can.
 */
export async function unreadableOf(
  database: Database,
  objects: readonly InspectedObject[],
  sample: { readonly rows: number; readonly columns: readonly string[] },
  access: SourceAccess,
): Promise<string | null> {
  for (const column of sample.columns) {
    let failed: InspectedObject | undefined;
    const each = { rows: sample.rows, columns: [column] };
    await sampleSource(database, objects, each, access).eachObject(async (table, object, file) => {
      if (failed === undefined && (await failureOf(database, file, table, column)) !== null) failed = object;
    });
    const place = failed === undefined ? null : await unreadableGroup(database, failed, column, access);
    if (place !== null) return place;
  }
  return null;
}

async function unreadableGroup(
  database: Database,
  object: InspectedObject,
  column: string,
  access: SourceAccess,
): Promise<string | null> {
  for (const [index, { firstRow, rows }] of object.footer.rowGroups.entries()) {
    const wanted = { rowGroupStart: index, rowGroupEnd: index + 1, columns: [column] };
    const own = `file_row_number >= ${firstRow} AND file_row_number < ${firstRow + rows}`;
    const reason = await withSourceObject(database, object, wanted, access, async (file) => {
      const all = objectRowsSql(file, object, { rowNumbers: true });
      return await failureOf(database, file, `(SELECT * FROM ${all} WHERE ${own})`, column);
    });
    if (reason !== null) return `${column} can't be read in row group ${index} of ${object.uri}: ${reason}`;
  }
  return null;
}

async function failureOf(
  database: Database,
  file: ExactFile,
  table: string,
  column: string,
): Promise<string | null> {
  try {
    await database.run(`SELECT count(hash(${quoteName(column)})) FROM ${table} AS source`);
    return null;
  } catch (error) {
    const failure = resourceError(error) ?? error;
    if (!(failure instanceof EspalierError)) return file.reasonOf(failure, 'the file');
    if (failure.code !== 'features.out-of-memory') throw failure;
    return 'its pages unfold to more than the memory that a scan may take';
  }
}
