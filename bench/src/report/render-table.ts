/** A benchmark's document as a table for a person. */
import type { BenchDocument, Figure } from './bench-document.js';

function numberText(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}

function cellsOf({ case: name, value, low, high, unit }: Figure): string[] {
  return [name, numberText(value), numberText(low), numberText(high), unit];
}

export function renderTable({ name, results, baselines, notes, machine }: BenchDocument): string {
  const rows = [
    ['case', 'median', 'low', 'high', 'unit', 'target', ''],
    ...results.map((row) => [...cellsOf(row), row.target, row.holds ? 'holds' : 'MISSED']),
    ...baselines.map((row) => [...cellsOf(row), '', '']),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const numeric = (column: number) => column >= 1 && column <= 3;
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        numeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const gigabytes = Math.round(machine.memoryBytes / 2 ** 30);
  const where = `${machine.cpu}, ${machine.cores} cores, ${gigabytes} GiB, Node ${machine.node}, load ${machine.load}`;
  return [`bench ${name} (${where})`, '', ...lines, '', ...notes].join('\n');
}
