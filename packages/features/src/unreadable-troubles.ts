/** Responsible for how columns that can't be read are told, over all files of a source. */
import type { UnreadableColumn } from './column-claims.js';
import { someOf } from './source-names.js';
import type { ColumnTrouble } from './unify-columns.js';

/** Columns whose bytes can't be read, each with its reason and files. */
export function unreadableTroubles(
  objects: readonly { readonly name: string; readonly unreadable: readonly UnreadableColumn[] }[],
): ColumnTrouble[] {
  const filesOf = new Map<
    string,
    { readonly column: string; readonly reason: string; readonly files: string[] }
  >();
  for (const { name, unreadable } of objects) {
    for (const { column, reason } of unreadable) {
      const key = JSON.stringify([column, reason]);
      const known = filesOf.get(key) ?? { column, reason, files: [] };
      known.files.push(name);
      filesOf.set(key, known);
    }
  }
  return [...filesOf.values()].map(({ column, reason, files }) => {
    const message = `${column} can't be read in ${someOf(files)}: ${reason}`;
    return { column, code: 'column-unreadable', message };
  });
}
