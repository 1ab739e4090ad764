/**
 * Responsible for the footers of several local files at once: queries of its own for each take longer than the rows of a small one.
 * Leaves to others: the reason where one can't be read (parquet-footer.ts).
 */
import type { Database } from './database.js';
import { type ExactFile, footersSql } from './exact-file.js';
import { type ParquetFooter, readFooter, type SourceColumn } from './parquet-footer.js';

export interface FooterAmongOthers extends ParquetFooter {
  /** Digest of what the footer says of its columns. */
  readonly schema: string;
}

/** Columns by what a footer's schema says, so that files alike are described once. */
export type KnownColumns = Map<string, readonly SourceColumn[]>;

/**
 * Footers in the files' order.
 * @param chunksSql SQL of the footers' column chunks, where they were read already
 * @throws what DuckDB says, of any of them
 */
export async function readFooters(
  database: Database,
  files: readonly ExactFile[],
  known: KnownColumns,
  chunksSql = footersSql(files).chunksSql,
): Promise<readonly FooterAmongOthers[]> {
  const { schemaSql } = footersSql(files);
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
  const schemaOf = new Map(schemas.map(({ told, schema }) => [told, schema]));
  const groupsOf = byFile(groups);
  const footers: FooterAmongOthers[] = [];
  for (const file of files) {
    const schema = schemaOf.get(file.told);
    if (schema === undefined) throw new RangeError(`no schema of ${file.path} was found`);
    const columns = known.get(schema) ?? (await readFooter(database, file, file.path)).columns;
    known.set(schema, columns);
    let rows = 0;
    const rowGroups = (groupsOf.get(file.told) ?? []).map((group) => {
      const firstRow = rows;
      rows += group.rows;
      return { rows: group.rows, sizeBytes: group.sizeBytes, firstRow };
    });
    footers.push({ schema, rows, columns, rowGroups });
  }
  return footers;
}

export function byFile<Row extends { readonly told: string }>(
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
