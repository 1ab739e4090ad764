/**
 * Responsible for the columns that a source's files have together: differences of width are evened out, true ones are told with
 * the files that are the odd ones out.
 * Leaves to others: whether a column that differs is needed (preflight.ts), and reading it so (object-rows.ts).
 */
import { nameKey } from '@espalier/domain';
import type { SourceColumn } from './parquet-footer.js';
import { someOf } from './source-names.js';
import { widestType } from './widest-type.js';

export interface FileColumns {
  /** What messages call the file. */
  readonly name: string;
  readonly columns: readonly SourceColumn[];
}

/** A column that can't be read as one. It matters only where something reads it. */
export interface ColumnTrouble {
  readonly column: string;
  readonly code: 'columns-differ' | 'column-unreadable';
  /** A clause. */
  readonly message: string;
}

export interface UnifiedColumns {
  /** In the order of their first appearance. A column whose types don't go together has the type of most files. */
  readonly columns: readonly SourceColumn[];
  /** At most one for each column. */
  readonly troubles: readonly ColumnTrouble[];
  /** Columns that are read wider than some files have them, as `price (DOUBLE; BIGINT in a.parquet)`. */
  readonly widened: readonly string[];
}

/** Files by a column's lower-case name. */
export type FilesOfColumn = ReadonlyMap<string, ReadonlySet<FileColumns>>;

interface Occurrence {
  readonly name: string;
  readonly filesOfType: Map<string, FileColumns[]>;
}

/**
 * @param files those that have rows
 * @param nullIn in which files a column holds nothing but NULL, so that its type says nothing
 */
export function unifyColumns(files: readonly FileColumns[], nullIn: FilesOfColumn): UnifiedColumns {
  const columns: SourceColumn[] = [];
  const troubles: ColumnTrouble[] = [];
  const widened: string[] = [];
  for (const [key, { name, filesOfType }] of occurrencesOf(files)) {
    const nulls = nullIn.get(key);
    const meaning = [...filesOfType]
      .map(([type, having]): TypedFiles => ({ type, files: having.filter((file) => !nulls?.has(file)) }))
      .filter((typed) => typed.files.length > 0);
    const [main, ...odd] = classesOf(meaning);
    const [anyType] = filesOfType.keys();
    const type = main?.type ?? anyType;
    if (type === undefined) continue;
    columns.push({ name, duckdbType: type });
    const message = differenceOf(name, files, filesOfType, main, odd);
    if (message !== null) troubles.push({ column: name, code: 'columns-differ', message });
    else if (meaning.length > 1) widened.push(widthsOf(name, type, meaning));
  }
  return { columns, troubles, widened };
}

/** Columns that files have in different types, by their lower-case names. */
export function differingColumns(files: readonly FileColumns[]): string[] {
  return [...occurrencesOf(files)].filter(([, { filesOfType }]) => filesOfType.size > 1).map(([key]) => key);
}

function occurrencesOf(files: readonly FileColumns[]): Map<string, Occurrence> {
  const found = new Map<string, Occurrence>();
  for (const file of files) {
    for (const { name, duckdbType } of file.columns) {
      const occurrence = found.get(nameKey(name)) ?? { name, filesOfType: new Map() };
      found.set(nameKey(name), occurrence);
      const having = occurrence.filesOfType.get(duckdbType);
      if (having === undefined) occurrence.filesOfType.set(duckdbType, [file]);
      else having.push(file);
    }
  }
  return found;
}

interface TypedFiles {
  readonly type: string;
  readonly files: readonly FileColumns[];
}

/** Files whose types go together, the most files first. */
function classesOf(typed: readonly TypedFiles[]): TypedFiles[] {
  const classes: TypedFiles[] = [];
  for (const { type, files } of [...typed].sort((a, b) => b.files.length - a.files.length)) {
    const at = classes.findIndex((one) => widestType(one.type, type) !== null);
    const joined = classes[at];
    if (joined === undefined) classes.push({ type, files });
    else {
      const widest = widestType(joined.type, type) ?? joined.type;
      classes[at] = { type: widest, files: [...joined.files, ...files] };
    }
  }
  return classes.sort((a, b) => b.files.length - a.files.length);
}

function differenceOf(
  name: string,
  files: readonly FileColumns[],
  filesOfType: ReadonlyMap<string, readonly FileColumns[]>,
  main: TypedFiles | undefined,
  odd: readonly TypedFiles[],
): string | null {
  const having = new Set([...filesOfType.values()].flat());
  const lacking = files.filter((file) => !having.has(file));
  if (lacking.length > having.size) {
    const rest = lacking.length === 1 ? lacking[0]?.name : `the other ${lacking.length} files`;
    const verb = having.size === 1 ? 'has' : 'have';
    return `${namesOf([...having])} ${verb} a further column ${name}, which ${rest} ${lacking.length === 1 ? 'lacks' : 'lack'}`;
  }
  const clauses = odd.map(({ type, files: of }) => `${type} in ${namesOf(of)}`);
  if (lacking.length > 0) clauses.push(`not in ${namesOf(lacking)}`);
  if (clauses.length === 0) return null;
  const most = main === undefined ? [...having] : main.files;
  const whose = most.length === 1 ? most[0]?.name : `the other ${most.length} files`;
  return `${name} is ${clauses.join(', ')}, but ${main?.type ?? 'NULL'} in ${whose}`;
}

function widthsOf(name: string, type: string, typed: readonly TypedFiles[]): string {
  const others = typed.filter((one) => one.type !== type);
  return `${name} (${type}; ${others.map((one) => `${one.type} in ${namesOf(one.files)}`).join(', ')})`;
}

function namesOf(files: readonly FileColumns[]): string {
  return someOf(files.map((file) => file.name));
}
