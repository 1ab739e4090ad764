/**
 * Responsible for an expression whose author forgot to quote a column: how it would read with the name in quotes.
 * Leaves to others: whether that is an expression (bind-expression.ts).
 */
import { sqlName } from '@espalier/spec';
import { quoteName } from './sql-text.js';

/** More ways than this to quote are not tried. */
const mostForms = 24;

export interface QuotedForm {
  readonly sql: string;
  /** The names that were put in quotes, as the source has them. */
  readonly names: readonly string[];
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The expression with bare columns of odd names in quotes: all of them, those of one name, or one place; the most at once first. */
export function quotedForms(sql: string, columns: Iterable<string>): QuotedForm[] {
  const odd = [...columns].filter((name) => sqlName(name) !== name);
  const places = odd.flatMap((name) => placesOf(sql, name));
  if (places.length === 0) return [];
  const byName = odd.map((name) => places.filter((place) => place.name === name));
  const candidates = [places, ...byName, ...places.map((place) => [place])];
  return candidates
    .filter((chosen) => chosen.length > 0)
    .slice(0, mostForms)
    .map((chosen) => ({ sql: withQuotes(sql, chosen), names: [...new Set(chosen.map(({ name }) => name))] }));
}

/** Where the name stands bare: not within a text, a quoted name or a longer word. */
function placesOf(sql: string, name: string): Place[] {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = `(?<![\\p{L}\\p{N}_"])(?<name>${escaped})(?![\\p{L}\\p{N}_"])`;
  const tokens = new RegExp(`'(?:[^']|'')*'|"(?:[^"]|"")*"|${word}`, 'giu');
  return [...sql.matchAll(tokens)].flatMap((match) =>
    match.groups?.name === undefined
      ? []
      : [{ start: match.index, end: match.index + match[0].length, name }],
  );
}

function withQuotes(sql: string, places: readonly Place[]): string {
  let quoted = '';
  let from = 0;
  for (const { start, end, name } of [...places].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    quoted += sql.slice(from, start) + quoteName(name);
    from = end;
  }
  return quoted + sql.slice(from);
}
