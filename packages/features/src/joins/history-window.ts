/**
 * Responsible for which partitions of a log can hold what had arrived in the windows of the rows that a run reads: from the earliest row's window,
 * and as much earlier as records are late, to the latest row. A record lies in the partition of its event, and none arrives before that.
 * Leaves to others: finding them (list-partitions.ts).
 */
import { hasPlaceholder, windowBefore } from '@espalier/partitions';
import { durationSeconds, type PipelineSpec } from '@espalier/spec';
import type { PartitionedSource } from '../list-partitions.js';

type CountSpec = NonNullable<PipelineSpec['features']['counts']>[number];

const secondsOf = { '1d': 86_400, '1h': 3_600 } as const;
const mostPartitions = 10_000;

/** Null where the log is not cut by time; as `problem` why its windows can't be read, as a clause. */
export function historyWindow(
  { over, of }: Pick<CountSpec, 'over' | 'of'>,
  { source, partitions: scheme }: Pick<PipelineSpec, 'source' | 'partitions'>,
): PartitionedSource | { readonly problem: string } | null {
  if (scheme?.for === undefined || !hasPlaceholder(of.uri, scheme.key)) return null;
  const read = [source.train, ...(source.eval === undefined ? [] : [source.eval])].filter(({ uri }) =>
    hasPlaceholder(uri, scheme.key),
  );
  const skip = Math.min(...read.map((part) => part.skip ?? 0));
  const rows = Math.max(...read.map((part) => (part.skip ?? 0) + (part.last ?? 1))) - skip;
  const seconds = durationSeconds(over) + (of.late === undefined ? 0 : durationSeconds(of.late));
  // Where clocks are put back or forward a day is not as long as others.
  const more = scheme.timezone === 'UTC' ? 0 : 1;
  const last = rows + Math.ceil(seconds / secondsOf[scheme.every]) + more;
  if (last + skip > mostPartitions) {
    const problem = `the rows' windows are ${last.toLocaleString('en-US')} partitions, and ${mostPartitions.toLocaleString('en-US')} are read at most`;
    return { problem };
  }
  const atLeast = of.atLeast ?? last;
  if (atLeast > last) return { problem: `atLeast is more than the ${last} partitions that are read` };
  return { uri: of.uri, scheme, labels: windowBefore(scheme.for, { last, skip }, scheme), atLeast };
}
