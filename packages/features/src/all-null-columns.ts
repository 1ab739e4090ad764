/**
 * Responsible for which columns of a source hold nothing but NULL: footers claim it, and the columns' own bytes decide.
 * Leaves to others: what becomes of such columns (resolve-columns.ts).
 */
import { EspalierError, nameKey } from '@espalier/domain';
import type { Database } from './database.js';
import type { InspectedObject } from './inspect-source.js';
import { objectRowsSql } from './object-rows.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { isNameable, quoteName } from './sql-text.js';

/**
 * Of each object, those of the named columns (lower case) that hold nothing but NULL. Only those are read that the object's
 * footer claims to be so.
 */
export async function nullColumnsOfEach(
  database: Database,
  objects: readonly InspectedObject[],
  names: readonly string[],
  access: SourceAccess,
): Promise<Map<InspectedObject, ReadonlySet<string>>> {
  const found = new Map<InspectedObject, ReadonlySet<string>>();
  for (const object of objects) {
    const own = new Set(object.own.map(({ name }) => name));
    const claimed = object.allNull.filter(
      (name) => own.has(name) && isNameable(name) && names.includes(nameKey(name)),
    );
    if (claimed.length === 0) continue;
    found.set(object, new Set((await nullColumns(database, object, claimed, access)).map(nameKey)));
  }
  return found;
}

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
    (name) => known.has(name) && isNameable(name) && filled.every((object) => object.allNull.includes(name)),
  );
  for (const object of filled) {
    if (left.length === 0) break;
    left = await nullColumns(database, object, left, access);
  }
  return left;
}

async function nullColumns(
  database: Database,
  object: InspectedObject,
  names: readonly string[],
  access: SourceAccess,
): Promise<string[]> {
  const wanted = { rowGroupStart: 0, rowGroupEnd: object.footer.rowGroups.length, columns: names };
  return await withSourceObject(database, object, wanted, access, (file) =>
    withoutValues(database, objectRowsSql(file, object), names),
  );
}

/** A column that can't be read is not known to be all NULL; who uses it is told why it can't be. */
async function withoutValues(database: Database, from: string, names: readonly string[]): Promise<string[]> {
  const counts = names.map((name, index) => `count(${quoteName(name)})::DOUBLE AS c${index}`);
  try {
    const values = await database.row<Record<string, number>>(`SELECT ${counts.join(', ')} FROM ${from}`);
    return names.filter((_, index) => values[`c${index}`] === 0);
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    if (names.length === 1) return [];
    const left: string[] = [];
    for (const name of names) left.push(...(await withoutValues(database, from, [name])));
    return left;
  }
}
