/**
 * Responsible for what the runs' reports say of network against forest: results with their targets, figures beside them, and
 * the table for a person; pure. Leaves running to `generalise-bench.ts`.
 */
import type { BinaryComparison, BinaryMetrics, Interval, RunReport, TaskMetrics } from '@espalier/domain';
import { type BenchResult, type Figure, result, type Target } from '../report/bench-document.js';

export type SetReport = Pick<RunReport, 'metrics' | 'forest' | 'comparison' | 'selection' | 'splits'>;

/** A task of a set, with everything that has a figure. */
interface TaskGain {
  readonly set: string;
  readonly task: string;
  readonly network: BinaryMetrics & { readonly auc: number };
  readonly forest: BinaryMetrics & { readonly auc: number };
  /** Of the AUC; the interval is the difference alone where chance could not be told. */
  readonly difference: number;
  readonly interval: Interval;
  readonly logLoss: BinaryComparison['logLoss'];
  readonly published: string;
  readonly rows: string;
}

/** Of the AUC's difference, the ratio of log losses, and the number of sets. */
const targets: Readonly<Record<'auc' | 'logLoss' | 'wins', Target>> = {
  auc: { limit: -0.0005, better: 'higher' },
  logLoss: { limit: 1.001, better: 'lower' },
  wins: { limit: 2, better: 'higher' },
};

/** @throws Error where a task has no AUC: the sets are made to have both classes. */
export function gainsOf(set: string, tasks: readonly string[], report: SetReport): TaskGain[] {
  const { metrics, forest, comparison, selection, splits } = report;
  const rows = `${thousands(splits?.train.rows)}/${thousands(splits?.eval.rows)}`;
  return tasks.map((task) => {
    const [network, baseline] = [metrics[task], forest[task]];
    const compared = comparison[task] as BinaryComparison | undefined;
    if (!hasAuc(network) || !hasAuc(baseline) || compared?.auc == null) {
      throw new Error(`${set}/${task} has no AUC: ${compared?.unavailable ?? 'not measured'}`);
    }
    const { auc, logLoss } = compared;
    const published = selection?.tasks[task]?.model ?? 'network';
    const { difference, ci } = auc;
    const interval = ci ?? [difference, difference];
    return { set, task, network, forest: baseline, difference, interval, logLoss, published, rows };
  });
}

/** Of a binary task, as all of the sets' are. */
function hasAuc(metrics: TaskMetrics | undefined): metrics is BinaryMetrics & { readonly auc: number } {
  return typeof metrics?.auc === 'number';
}

/**
 * Two results for each set and task, and how many sets have a task that publishes the network and whose interval lies above zero:
 * where the forest is published, what differs is the last bit of a sum.
 */
export function gainResults(gains: readonly TaskGain[]): BenchResult[] {
  const perTask = gains.flatMap((gain) => {
    const { set, task, difference, interval, forest } = gain;
    const ratio = (change: number) => 1 + change / forest.logLoss;
    const change = gain.logLoss.difference;
    const [low, high] = gain.logLoss.ci ?? [change, change];
    const ofAuc = { value: difference, low: interval[0], high: interval[1], unit: 'AUC' };
    const ofLogLoss = { value: ratio(change), low: ratio(low), high: ratio(high), unit: 'x' };
    return [
      result({ case: `${set}/${task} auc`, ...ofAuc }, targets.auc),
      result({ case: `${set}/${task} log-loss`, ...ofLogLoss }, targets.logLoss),
    ];
  });
  const winners = gains.filter(({ interval, published }) => published === 'network' && interval[0] > 0);
  const won = new Set(winners.map(({ set }) => set)).size;
  return [...perTask, result({ case: 'wins', value: won, low: won, high: won, unit: 'sets' }, targets.wins)];
}

/** The two AUCs that each difference is of, with their own intervals. */
export function gainBaselines(gains: readonly TaskGain[]): Figure[] {
  const figureOf = (name: string, { auc: value, aucCi }: TaskGain['network']): Figure => {
    const [low, high] = aucCi ?? [value, value];
    return { case: name, value, low, high, unit: 'AUC' };
  };
  return gains.flatMap(({ set, task, forest, network }) => [
    figureOf(`${set}/${task} forest-auc`, forest),
    figureOf(`${set}/${task} network-auc`, network),
  ]);
}

export const gainColumns = [
  { title: 'set', numeric: false },
  { title: 'train/eval', numeric: true },
  { title: 'task', numeric: false },
  { title: 'positive', numeric: true },
  { title: 'forest', numeric: true },
  { title: 'network', numeric: true },
  { title: 'difference', numeric: true },
  { title: '95 % CI', numeric: true },
  { title: 'log loss', numeric: true },
  { title: 'published', numeric: false },
  { title: '', numeric: false },
];

/** A row for each set and task, in the order of `gainColumns`; a set is named once. */
export function gainRows(gains: readonly TaskGain[], results: readonly BenchResult[]): string[][] {
  const missed = new Set(results.filter(({ holds }) => !holds).map((row) => row.case));
  return gains.map((gain, index) => {
    const { set, task, network, forest, difference, interval, rows, published } = gain;
    const change = gain.logLoss.difference / forest.logLoss;
    const first = gains[index - 1]?.set !== set;
    return [
      first ? set : '',
      first ? rows : '',
      task,
      `${((100 * forest.positives) / forest.rows).toFixed(2)} %`,
      forest.auc.toFixed(4),
      network.auc.toFixed(4),
      signed(difference, 4),
      `[${interval.map((end) => signed(end, 4)).join(', ')}]`,
      `${signed(100 * change, 2)} %`,
      published,
      missed.has(`${set}/${task} auc`) || missed.has(`${set}/${task} log-loss`) ? 'MISSED' : 'holds',
    ];
  });
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '-' : '+'}${text}`;
}

function thousands(rows: number | undefined): string {
  return rows === undefined ? '?' : `${(rows / 1000).toFixed(1)}k`;
}
