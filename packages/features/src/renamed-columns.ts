/**
 * Responsible for columns that DuckDB calls otherwise than their file does: of names that SQL can't tell apart (`x`, `X`) all but the first
 * get a number, and a column without a name gets one by its place. Such a name means another column in the next file.
 * Leaves to others: whether that matters (preflight.ts, scoring-input.ts).
 */
import type { UnreadableColumn } from './column-claims.js';
import type { Database } from './database.js';
import type { ExactFile } from './exact-file.js';
import type { SourceColumn } from './parquet-footer.js';

interface SchemaElement {
  readonly name: string;
  readonly children: number | null;
}

/** @param columns as DuckDB describes them, in the file's order */
export async function renamedColumns(
  database: Database,
  file: ExactFile,
  columns: readonly SourceColumn[],
): Promise<UnreadableColumn[]> {
  if (!columns.some(({ name }) => /^C\d+$|_\d+$/.test(name))) return [];
  const elements = await database.rows<SchemaElement>(
    `SELECT name, num_children::DOUBLE AS children FROM ${file.schemaSql()} ORDER BY column_id`,
  );
  const names = topLevelNames(elements);
  return columns.flatMap(({ name }, index) => {
    const own = names[index];
    if (own === undefined || own === name) return [];
    const reason =
      own === ''
        ? 'it has no name there, and this one is by its place; write it with a name'
        : `it is called ${own} there, as is another column (case does not count); write it with another name`;
    return [{ column: name, reason }];
  });
}

/** @param elements of the schema from its root down, each before its children */
function topLevelNames([, ...elements]: readonly SchemaElement[]): string[] {
  const names: string[] = [];
  /** Elements still to come that belong to the column before. */
  let inside = 0;
  for (const { name, children } of elements) {
    if (inside === 0) names.push(name);
    else inside -= 1;
    inside += children ?? 0;
  }
  return names;
}
