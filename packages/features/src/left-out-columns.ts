/**
 * Responsible for what is said of columns that are no features without being asked: each by name, why, and what to derive of it.
 * Leaves to others: which columns those are (resolve-columns.ts).
 */
import { quoteName, quoteText, shownName } from './sql-text.js';

export interface LeftOutColumn {
  readonly name: string;
  readonly duckdbType: string;
  readonly reason: 'type' | 'all-null' | 'reserved' | 'name';
}

/** More names than this in a sentence are not read; the rest follow in sentences of their own. */
const namesAtOnce = 20;

/** A sentence for each reason, with the names of all columns that it holds for; of a type, with SQL of the first one. */
export function leftOutNotes(columns: readonly LeftOutColumn[]): string[] {
  const groups = new Map<string, LeftOutColumn[]>();
  for (const column of columns) {
    const key = column.reason === 'type' ? `type ${typeFamily(column.duckdbType)}` : column.reason;
    groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  return [...groups.values()].flatMap((group) => {
    const notes: string[] = [];
    for (let first = 0; first < group.length; first += namesAtOnce) {
      notes.push(noteOf(group.slice(first, first + namesAtOnce)));
    }
    return notes;
  });
}

function noteOf(columns: readonly LeftOutColumn[]): string {
  const [first] = columns as readonly [LeftOutColumn, ...LeftOutColumn[]];
  const names = columns.map(({ name }) => shownName(name)).join(', ');
  const many = columns.length > 1;
  switch (first.reason) {
    case 'all-null':
      return `Left out ${names}: NULL in every row.`;
    case 'name':
      return `Left out ${names}: a NUL stands in ${many ? 'their names' : 'its name'}, and SQL can not hold one.`;
    case 'reserved':
      return `Left out ${names}: ${many ? 'such names are' : 'the name is'} kept for Espalier's own columns; derive ${many ? 'features' : 'a feature'} of another name (features.derived, sql: ${quoteName(first.name)}).`;
    case 'type':
      return `Left out ${names}: ${many ? 'their types' : `its type ${shortType(first.duckdbType)}`} can't be a feature; derive one (features.derived, for instance sql: ${derivedSql(first.name, first.duckdbType)}).`;
  }
}

function typeFamily(duckdbType: string): string {
  return /\[\d*\]$/.test(duckdbType) ? 'list' : (/^\w+/.exec(duckdbType)?.[0] ?? duckdbType);
}

/** A struct of many fields takes no page. */
function shortType(duckdbType: string): string {
  return duckdbType.length <= 40 ? duckdbType : `${duckdbType.slice(0, 39)}…`;
}

/** SQL of a feature that a column of such a type can make. */
export function derivedSql(name: string, duckdbType: string): string {
  const column = quoteName(name);
  switch (typeFamily(duckdbType)) {
    case 'list':
      return `len(${column})`;
    case 'STRUCT':
      return `CAST(struct_extract(${column}, ${quoteText(firstField(duckdbType))}) AS VARCHAR)`;
    case 'MAP':
      return `cardinality(${column})`;
    case 'JSON':
      return `${column}->>'$.key'`;
    case 'BLOB':
      return `TRY(decode(${column}))`;
    case 'BIT':
      return `bit_count(${column})`;
    default:
      return `CAST(${column} AS VARCHAR)`;
  }
}

function firstField(struct: string): string {
  const quoted = /^STRUCT\("((?:[^"]|"")*)"/.exec(struct)?.[1]?.replaceAll('""', '"');
  return quoted ?? /^STRUCT\(([^\s]+)/.exec(struct)?.[1] ?? 'field';
}
