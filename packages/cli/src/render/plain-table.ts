/**
 * Responsible for tables without borders, as `ps` and `docker ps` print them.
 * Leaves to others: what stands in them.
 */
import Table from 'cli-table3';
import { paint } from './paint.js';

const noBorders = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((place) => [place, '']),
);

/** Columns from `rightFrom` on are right-aligned; by default none is. */
export function plainTable(
  head: readonly string[],
  rightFrom = head.length,
  rightUntil = head.length,
): Table.Table {
  return new Table({
    head: head.map((title) => paint.bold(title)),
    chars: { ...noBorders, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (index >= rightFrom && index < rightUntil ? 'right' : 'left')),
  });
}
