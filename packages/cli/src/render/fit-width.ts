/**
 * Responsible for text that fits a terminal: whole words, whole numbers, and what matters less left out first.
 * Leaves to others: what the text says, tables (plain-table.ts).
 */
import { stripVTControlCharacters } from 'node:util';
import { wrapAnsi } from 'fast-wrap-ansi';
import stringWidth from 'string-width';

/** Columns of a terminal; null where the text goes to a file or pipe, whose lines are never broken. */
export type Width = number | null;

export function widthOf(stream: NodeJS.WriteStream): Width {
  return stream.isTTY ? stream.columns : null;
}

/** Breaks lines between words, a line's own indentation before each of its parts and `hanging` columns more before all but the first. */
export function wrapped(text: string, width: Width, hanging = 0): string {
  if (width === null) return text;
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width, hanging))
    .join('\n');
}

function wrappedLine(line: string, width: number, hanging: number): string {
  if (stringWidth(line) <= width) return line;
  const [spaces = ''] = /^ */.exec(stripVTControlCharacters(line)) ?? [];
  // Deep indentation would leave no room.
  const indent = Math.min(spaces.length, Math.floor(width / 4));
  const rest = indent + (indent + hanging <= width / 2 ? hanging : 2);
  // The first spaces, which colours may stand before.
  const text = line.replace(spaces, '');
  const [first = '', ...others] = wrapAnsi(text, width - indent).split('\n');
  const further = others.length === 0 ? [] : wrapAnsi(others.join(' '), width - rest).split('\n');
  return [`${' '.repeat(indent)}${first}`, ...further.map((part) => `${' '.repeat(rest)}${part}`)].join('\n');
}

function withoutComma(text: string): string {
  return text.replace(/[,;:]$/, '');
}

/** As many words as fit, then `…` where some do not. */
export function shortened(text: string, width: Width): string {
  if (width === null || stringWidth(text) <= width) return text;
  const words = text.split(' ');
  let kept = '';
  for (const word of words) {
    const longer = kept === '' ? word : `${kept} ${word}`;
    if (stringWidth(withoutComma(longer)) > width - 2) break;
    kept = longer;
  }
  return kept === '' ? '…'.slice(0, Math.max(0, width)) : `${withoutComma(kept)} …`;
}

export interface LinePart {
  readonly text: string;
  /** Parts of lower weight are left out first; a part of weight `Infinity` never is. */
  readonly weight: number;
}

/** The parts in their order, two spaces apart, without those that do not fit; empty ones count for nothing. */
export function joinFitting(parts: readonly LinePart[], width: Width): string {
  let kept = parts.filter(({ text }) => text !== '');
  const joined = () => kept.map(({ text }) => text).join('  ');
  while (width !== null && stringWidth(joined()) > width) {
    const least = Math.min(...kept.map(({ weight }) => weight));
    if (least === Number.POSITIVE_INFINITY) break;
    // Of equal ones the last goes first.
    const gone = kept.findLastIndex(({ weight }) => weight === least);
    kept = kept.filter((_, index) => index !== gone);
  }
  return joined();
}
