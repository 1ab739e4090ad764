/** Responsible for the tables and logs that a plan joins columns from: what of each is read. */
import type { ToldTable } from '@espalier/domain';
import type { Width } from './fit-width.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText, sizeText } from './quantities.js';

/** Of a digest; enough to see that two are not the same. */
const shownHex = 12;

/** Empty where nothing is joined. */
export function tablesText(tables: readonly ToldTable[], width: Width): string {
  if (tables.length === 0) return '';
  const shown = tables.map(({ uri, files, rows, sizeBytes, digest, partitions, makes }) => {
    const content = digest.slice('sha256:'.length, 'sha256:'.length + shownHex);
    return [
      makes.join(', '),
      partitionsOf(partitions),
      countText(files),
      countText(rows),
      sizeText(sizeBytes),
      content,
      uri,
    ];
  });
  const table = plainTable(
    [
      { title: 'columns', wraps: true },
      { title: 'partitions', weight: 3 },
      { title: 'files', align: 'right', weight: 2 },
      { title: 'rows', align: 'right' },
      { title: 'size', align: 'right', weight: 2 },
      { title: 'content' },
      { title: 'joined from', wraps: true },
    ],
    shown,
    width,
  );
  const one = tables.length === 1 ? 'table or log' : 'tables and logs';
  return `${paint.bold(`${tables.length} ${one} that columns are joined from`)}\n${table}`;
}

function partitionsOf(partitions: ToldTable['partitions']): string {
  const [first] = partitions ?? [];
  if (partitions === undefined || first === undefined) return 'all';
  const there = partitions.filter(({ digest }) => digest !== null).length;
  const range = partitions.length === 1 ? first.label : `${first.label} to ${partitions.at(-1)?.label}`;
  return there === partitions.length ? range : `${range}, ${partitions.length - there} missing`;
}
