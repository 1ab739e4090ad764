/** A benchmark's document as a table for a person. */
import type { BenchDocument, Figure } from './bench-document.js';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly numeric: boolean;
}

const figureColumns: readonly TableColumn[] = ['case', 'median', 'low', 'high', 'unit', 'target', ''].map(
  (title, column) => ({ title, numeric: column >= 1 && column <= 3 }),
);

const leastDigits = 2;

/** Behind the point, as many as its target has at least: a target of 1.001 is not seen to be held by 1.00. */
function digitsFor(target: string): number {
  return Math.max(leastDigits, /\.(\d+)/.exec(target)?.[1]?.length ?? 0);
}

function numberText(value: number, digits: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(digits);
}

function cellsOf({ case: name, value, low, high, unit }: Figure, target = ''): string[] {
  const digits = digitsFor(target);
  return [name, ...[value, low, high].map((each) => numberText(each, digits)), unit];
}

/** The titles, then a line for each row. */
export function alignColumns(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        columns[column]?.numeric ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** @param text lines in place of the table of all figures */
export function renderTable(document: BenchDocument, text?: readonly string[]): string {
  const { name, results, baselines, notes, machine } = document;
  const lines =
    text ??
    alignColumns(figureColumns, [
      ...results.map((row) => [...cellsOf(row, row.target), row.target, row.holds ? 'holds' : 'MISSED']),
      ...baselines.map((row) => [...cellsOf(row), '', '']),
    ]);
  const gigabytes = Math.round(machine.memoryBytes / 2 ** 30);
  const where = `${machine.cpu}, ${machine.cores} cores, ${gigabytes} GiB, Node ${machine.node}, load ${machine.load}`;
  return [`bench ${name} (${where})`, '', ...lines, '', ...notes].join('\n');
}
