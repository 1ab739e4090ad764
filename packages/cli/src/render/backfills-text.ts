/** Responsible for backfills as text: what one costs, all of them, and how one stands. */
import type { PlannedBackfill } from '@espalier/client';
import {
  type BackfillCost,
  type BackfillListing,
  type BackfillRequest,
  type EndedPartition,
  inOneLine,
  partitionOutcomes,
  type ShownBackfill,
} from '@espalier/domain';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { printable } from './printable.js';
import { durationText } from './quantities.js';

const mostNamed = 3;

function rangeText({ pipeline, version, from, to, order, limit }: BackfillRequest): string {
  return `${pipeline}@${version}, ${from} to ${to}, ${order} first, ${limit} at a time`;
}

function partitions(count: number): string {
  return `${count} ${count === 1 ? 'partition' : 'partitions'}`;
}

export function plannedBackfillText({ request, cost }: PlannedBackfill, nowMs: number): string {
  return [paint.bold(rangeText(request)), ...costLines(cost, nowMs)].join('\n');
}

function costLines({ toRun, skipped, absent, run, expectedSeconds }: BackfillCost, nowMs: number): string[] {
  const named = absent.slice(0, mostNamed).join(', ');
  const more = absent.length > mostNamed ? `, and ${absent.length - mostNamed} more` : '';
  return [
    `to run    ${partitions(toRun)}`,
    `left out  ${partitions(skipped)}, done or not asked for`,
    ...(absent.length === 0 ? [] : [`missing   ${partitions(absent.length)} in the source: ${named}${more}`]),
    run === null || expectedSeconds === null
      ? 'takes     unknown: no run of the pipeline has succeeded yet'
      : `takes     about ${durationText(expectedSeconds)}, until ${clockText(new Date(nowMs + 1000 * expectedSeconds).toISOString())}; a run ${durationText(run.medianSeconds)}, eight of ten of ${run.runs} runs between ${durationText(run.lowSeconds)} and ${durationText(run.highSeconds)}`,
  ];
}

export function backfillListText(backfills: readonly BackfillListing[], width: Width): string {
  return plainTable(
    [
      { title: 'backfill' },
      { title: 'status' },
      { title: 'from' },
      { title: 'to' },
      { title: 'to run', align: 'right' },
      { title: 'by', weight: 2 },
      { title: 'why', weight: 1, wraps: true },
    ],
    backfills.map(({ id, status, request, cost, by, reason }) => [
      ...[id, status, request.from, request.to, String(cost.toRun)],
      ...[printable(by), printable(reason)],
    ]),
    width,
  );
}

/** For whoever follows it. */
export function backfillLine({ status, counts, open, progress }: ShownBackfill): string {
  const told = partitionOutcomes.filter((outcome) => counts[outcome] > 0);
  const ended = told.map((outcome) => `${counts[outcome]} ${outcome}`);
  const running = progress?.running.map(({ label }) => label) ?? [];
  return [
    ...(ended.length === 0 ? [] : [ended.join(', ')]),
    ...(running.length === 0 ? [] : [`now ${running.join(', ')}`]),
    `${open} to go`,
    ...(status === 'running' ? [] : [status]),
  ].join('; ');
}

export function backfillText(shown: ShownBackfill, width: Width): string {
  const { id, request, status, by, reason, at, progress, troubles } = shown;
  const lines = [
    `${paint.bold(id)}  ${status}`,
    rangeText(request),
    paint.dim(printable(`${clockText(at)} by ${by}: ${reason}`)),
    '',
    backfillLine(shown),
    ...(progress?.reason == null ? [] : [printable(`It ends: ${progress.reason}`)]),
    ...(progress?.running ?? []).map(({ label, runId }) => `  ${label}  ${runId ?? 'is started'}`),
    ...((troubles.length > 0 || shown.open > 0) && status !== 'running'
      ? ['', `Run what is left with: espalier backfill resume ${id}`]
      : []),
  ];
  return troubles.length === 0 ? lines.join('\n') : `${lines.join('\n')}\n\n${troublesText(troubles, width)}`;
}

function troublesText(troubles: readonly EndedPartition[], width: Width): string {
  return plainTable(
    [
      { title: 'partition' },
      { title: 'outcome' },
      { title: 'run' },
      { title: 'why', weight: 1, wraps: true },
    ],
    troubles.map(({ label, outcome, runId, problem }) => [
      ...[label, outcome, runId ?? '-', printable(problem === null ? '' : inOneLine(problem))],
    ]),
    width,
  );
}
