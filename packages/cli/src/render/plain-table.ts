/**
 * Responsible for tables without borders, as `ps` and `docker ps` print them, that fit their terminal.
 * Leaves to others: what stands in them.
 */
import Table from 'cli-table3';
import { wrapAnsi } from 'fast-wrap-ansi';
import stringWidth from 'string-width';
import type { Width } from './fit-width.js';
import { paint } from './paint.js';

const noBorders = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((place) => [place, '']),
);

const gap = '  ';
const leastProse = 16;

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Where the table is too wide, columns of the lowest weight are left out. Default: never. */
  readonly weight?: number;
  /** Its words are wrapped where the table is too wide, before any column is left out. */
  readonly wraps?: boolean;
}

/** Without a title row where all titles are empty. */
export function plainTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: Width,
): string {
  const natural = columns.map(({ title }, index) =>
    Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const kept = columns.map((_, index) => index);
  const least = (index: number) =>
    columns[index]?.wraps ? Math.min(leastProse, natural[index] ?? 0) : (natural[index] ?? 0);
  const sum = (widths: readonly number[]) =>
    widths.reduce((total, each) => total + each, gap.length * (widths.length - 1));
  while (width !== null && sum(kept.map(least)) > width) {
    const weights = kept.map((index) => columns[index]?.weight ?? Number.POSITIVE_INFINITY);
    const lightest = Math.min(...weights);
    if (lightest === Number.POSITIVE_INFINITY) break;
    kept.splice(weights.lastIndexOf(lightest), 1);
  }
  const room = (index: number) => {
    const others = kept.filter((other) => other !== index).map((other) => natural[other] ?? 0);
    return (width ?? Number.POSITIVE_INFINITY) - sum([...others, 0]);
  };
  const cell = (text: string, index: number) =>
    columns[index]?.wraps && stringWidth(text) > room(index)
      ? wrapAnsi(text, Math.max(leastProse, room(index)), { hard: true })
      : text;
  const table = new Table({
    head: kept.map((index) => paint.bold(columns[index]?.title ?? '')),
    chars: { ...noBorders, middle: gap },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: kept.map((index) => columns[index]?.align ?? 'left'),
  });
  for (const row of rows) table.push(kept.map((index) => cell(row[index] ?? '', index)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
