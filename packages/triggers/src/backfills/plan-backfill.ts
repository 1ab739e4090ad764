/**
 * Responsible for what a backfill would do: which partitions it runs, in order, and which not; every mistake in the request at once.
 * Leaves to others: how long that takes (client), doing it (workflows).
 */
import {
  type BackfillOrder,
  type Concurrency,
  defaultConcurrency,
  EspalierError,
  isToRun,
  mostSideBySide,
  type PartitionStanding,
  type Reprocess,
} from '@espalier/domain';
import { parsePartition, partitionsBetween } from '@espalier/partitions';
import { readPartitionEnds } from '@espalier/registry';
import type { LoadedSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { presentContents } from './present-contents.js';

export interface BackfillAsk {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly order: BackfillOrder;
  readonly reprocess: Reprocess;
}

export interface PlannedPartitions {
  /** In the order in which they are run. */
  readonly toRun: readonly string[];
  readonly skipped: number;
  readonly absent: readonly string[];
  readonly notes: readonly string[];
}

/**
 * @param version of the pipeline
 * @throws EspalierError `request.invalid` with all mistakes; as `presentContents`
 */
export async function planBackfill(
  store: Store,
  loaded: LoadedSpec,
  version: number,
  ask: BackfillAsk,
): Promise<PlannedPartitions> {
  const { spec } = loaded;
  const labels = labelsOf(loaded, ask);
  const [contents, ends] = await Promise.all([
    presentContents(store, loaded, labels),
    readPartitionEnds(store, spec.name),
  ]);
  const standingOf = (label: string): PartitionStanding => {
    const content = contents.get(label);
    if (content === undefined) return 'absent';
    if (ends.isDone(label, version, content)) return 'done';
    return ends.hasFailed(label, version) ? 'failed' : 'missing';
  };
  const standings = labels.map((label) => [label, standingOf(label)] as const);
  const absent = standings.filter(([, standing]) => standing === 'absent').map(([label]) => label);
  const toRun = standings.filter(([, standing]) => isToRun(standing, ask.reprocess)).map(([label]) => label);
  return {
    toRun: ask.order === 'newest' ? toRun.reverse() : toRun,
    skipped: labels.length - toRun.length - absent.length,
    absent,
    notes: notesOf(loaded),
  };
}

function labelsOf({ spec }: LoadedSpec, { from, to, limit }: BackfillAsk): readonly string[] {
  const { partitions: scheme, name } = spec;
  const mistakes: string[] = [];
  if (scheme === undefined) {
    throw new EspalierError(
      'request.invalid',
      `${name} is not cut by time, so it has nothing to run again: its file has no \`partitions\`.`,
    );
  }
  for (const [option, text] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    const parsed = parsePartition(text, scheme);
    if ('problem' in parsed) mistakes.push(`${option}: ${parsed.problem}`);
  }
  const concurrency: Concurrency = spec.runs?.concurrency ?? defaultConcurrency;
  const most = mostSideBySide(concurrency);
  if (limit > most) {
    mistakes.push(
      `--limit ${limit} is more than ${name} runs side by side, which is ${most}: the others would only wait. Set \`runs: { concurrency: { allow: ${limit} } }\` in its file and apply it, or give --limit ${most}`,
    );
  }
  const areLabels = !mistakes.some((mistake) => !mistake.startsWith('--limit'));
  const labels = areLabels ? partitionsBetween(from, to, scheme) : [];
  if (labels === null) mistakes.push('more than 10,000 partitions lie between --from and --to');
  else if (areLabels && labels.length === 0) mistakes.push(`--from ${from} lies after --to ${to}`);
  if (mistakes.length > 0 || labels === null) {
    const list = mistakes.length === 1 ? mistakes[0] : mistakes.map((each) => `\n  ${each}`).join('');
    throw new EspalierError('request.invalid', `The backfill can't be made: ${list}.`, {
      details: { mistakes },
    });
  }
  return labels;
}

function notesOf({ spec }: LoadedSpec): readonly string[] {
  const { concurrency } = spec.runs ?? {};
  return [
    ...(spec.source.partitions === undefined
      ? []
      : [
          'Which partitions are done is not known of a source whose folders make columns: all of them are run.',
        ]),
    ...(concurrency === 'replace'
      ? [
          'A run of this pipeline cancels the one that goes (`runs.concurrency: replace`), whoever has started that.',
        ]
      : []),
    ...(concurrency === 'skip'
      ? ['A run is left out while another one of this pipeline goes (`runs.concurrency: skip`).']
      : []),
  ];
}
