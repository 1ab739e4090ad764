/**
 * Responsible for which columns of a source hold nothing but NULL: footers claim it, and the columns' own bytes decide.
 * Leaves to others: what becomes of such columns (resolve-columns.ts).
 */
import type { Database } from './database.js';
import type { InspectedObject } from './inspect-source.js';
import { openSourceObject, type SourceAccess } from './source-bytes.js';
import { quoteName } from './sql-text.js';

/**
 * Columns that hold nothing but NULL in every object. Only those are read that all footers claim to be so, whose pages hold
 * next to nothing where the claim is right; reading ends with the first object that shows all claims to be wrong.
 */
export async function allNullColumns(
  database: Database,
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<string[]> {
  const filled = objects.filter(({ footer }) => footer.rows > 0);
  const known = new Set(filled[0]?.footer.columns.map(({ name }) => name));
  let left = (filled[0]?.allNull ?? []).filter(
    (name) => known.has(name) && filled.every((object) => object.allNull.includes(name)),
  );
  for (const object of filled) {
    if (left.length === 0) break;
    const wanted = { rowGroupStart: 0, rowGroupEnd: object.footer.rowGroups.length, columns: left };
    await using local = await openSourceObject(database, object, wanted, access);
    const counts = left.map((name, index) => `count(${quoteName(name)})::DOUBLE AS c${index}`);
    const values = await database.row<Record<string, number>>(
      `SELECT ${counts.join(', ')} FROM ${local.file.rowsSql()}`,
    );
    left = left.filter((_, index) => values[`c${index}`] === 0);
  }
  return left;
}
