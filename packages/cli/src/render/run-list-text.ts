/**
 * Responsible for runs as a list: a line each, and below it what the run was measured at and started with.
 * Leaves to others: one run in full (report-text.ts).
 */
import type { RunListing, RunMetrics } from '@espalier/client';
import { figureOf, kindOf, type RunStatus, taskKinds } from '@espalier/domain';
import { tagsText } from './annotations-text.js';
import { figureText } from './figures-text.js';
import { joinFitting, type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { printable } from './printable.js';
import { durationText } from './quantities.js';
import { retryLines } from './retry-text.js';

export interface ListedRun extends RunListing {
  /** From its start to its end, or until now. */
  readonly seconds: number;
  /** Null where it was not measured. */
  readonly metrics: RunMetrics | null;
}

const colours: Readonly<Record<RunStatus, (text: string) => string>> = {
  running: paint.cyan,
  succeeded: paint.green,
  failed: paint.red,
  cancelled: paint.yellow,
};

/** Of the longest status, and of a duration of hours. */
const statusWidth = 9;
const timeWidth = 10;

function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What matters most of each task. */
function metricsText(metrics: RunMetrics): string {
  const kinds = [...new Set(Object.values(metrics).map(kindOf))];
  return kinds
    .map((kind) => {
      const [first] = taskKinds[kind].metrics;
      const tasks = Object.entries(metrics).filter(([, of]) => kindOf(of) === kind);
      const told = tasks.map(
        ([task, of]) => `${task} ${figureText(figureOf(of, first).value, first.format)}`,
      );
      return `${first.title} ${told.join(', ')}`;
    })
    .join('  ');
}

function headLines(run: ListedRun, idWidth: number, width: Width): string[] {
  const { runId, status, seconds, startedAtMs } = run;
  const state = colours[status](status.padEnd(statusWidth));
  const rest = [
    { text: durationText(seconds).padStart(timeWidth), weight: 2 },
    { text: clockText(startedAtMs), weight: 1 },
  ];
  const keep = Number.POSITIVE_INFINITY;
  const beside = width === null || idWidth + 2 + statusWidth <= width;
  if (beside) {
    const parts = [
      { text: paint.bold(runId.padEnd(idWidth)), weight: keep },
      { text: state, weight: keep },
    ];
    return [joinFitting([...parts, ...rest], width)];
  }
  // An ID is for copying: it is never broken by us.
  return [paint.bold(runId), ` ${joinFitting([{ text: state, weight: keep }, ...rest], width - 1)}`];
}

export function runListText(runs: readonly ListedRun[], width: Width): string {
  const idWidth = Math.max(...runs.map(({ runId }) => runId.length));
  return runs
    .flatMap((run) => [
      ...headLines(run, idWidth, width),
      ...(run.metrics === null ? [] : [wrapped(`  ${metricsText(run.metrics)}`, width, 2)]),
      ...(run.changes.length === 0
        ? []
        : [paint.dim(wrapped(`  ${run.changes.map(printable).join('  ')}`, width, 2))]),
      ...(run.tags === undefined ? [] : [paint.dim(wrapped(`  ${tagsText(run.tags)}`, width, 2))]),
      ...retryLines(run).map((line) => paint.dim(wrapped(`  ${line}`, width, 2))),
    ])
    .map((line) => line.trimEnd())
    .join('\n');
}
