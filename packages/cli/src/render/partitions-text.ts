/** Responsible for the partitions of a plan as a table: what of each is read, and what is missing. */
import type { SourcePartition } from '@espalier/domain';
import type { Width } from './fit-width.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText, sizeText } from './quantities.js';

/** Of a split. */
const shownPartitions = 40;
/** Of a digest; enough to see that two are not the same. */
const shownHex = 12;

/** Empty where the source is not cut by time. */
export function partitionsText(partitions: readonly SourcePartition[], width: Width): string {
  if (partitions.length === 0) return '';
  const missing = partitions.filter(({ digest }) => digest === null).length;
  // The newest of each split matter most.
  const newest = (['train', 'eval'] as const).flatMap((split) =>
    partitions.filter((partition) => partition.split === split).slice(-shownPartitions),
  );
  const shown = newest.map(({ split, label, files, rows, sizeBytes, digest }) => {
    const content = digest?.slice('sha256:'.length, 'sha256:'.length + shownHex) ?? paint.yellow('missing');
    return [label, split, countText(files), countText(rows), sizeText(sizeBytes), content];
  });
  const table = plainTable(
    [
      { title: 'partition' },
      { title: 'split' },
      { title: 'files', align: 'right' },
      { title: 'rows', align: 'right' },
      { title: 'size', align: 'right' },
      { title: 'content' },
    ],
    shown,
    width,
  );
  const one = partitions.length === 1 ? 'partition' : 'partitions';
  const without = missing > 0 ? `, ${missing} missing` : '';
  const left = partitions.length - newest.length;
  const earlier = left > 0 ? `… ${left} before them\n` : '';
  return `${paint.bold(`${partitions.length} ${one}${without}`)}\n${earlier}${table}`;
}
