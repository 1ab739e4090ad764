/**
 * Responsible for a run's figures as a person reads them: the network, the forest alone, and what lies between them.
 * Leaves to others: the rest of the report (report-text.ts).
 */
import type { BinaryMetrics, Interval, ModelComparison, RunReport } from '@espalier/domain';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText } from './quantities.js';

/** Stands for a figure that the rows can't give. */
const none = '—';

const fixed = (value: number | null, digits: number) => value?.toFixed(digits) ?? none;

/** Two sums of the same float32 numbers may differ by this: a task that keeps its forest has its forest's figures. */
const roundingError = 1e-6;

/** `+0.0006`; what rounds to nothing keeps its sign, and only nothing has none. */
function signed(value: number): string {
  if (Math.abs(value) < roundingError) return (0).toFixed(4);
  return value > 0 ? `+${value.toFixed(4)}` : value.toFixed(4);
}

function metricCells(metrics: BinaryMetrics): string[] {
  const range = ([low, high]: Interval) => `${low.toFixed(4)}–${high.toFixed(4)}`;
  return [
    fixed(metrics.auc, 4),
    metrics.aucCi ? range(metrics.aucCi) : none,
    fixed(metrics.logLoss, 4),
    fixed(metrics.normalizedEntropy, 4),
    fixed(metrics.observedOverExpected, 3),
  ];
}

function differenceCells({ auc, logLoss }: ModelComparison): string[] {
  const range = ([low, high]: Interval) => `[${signed(low)}, ${signed(high)}]`;
  return [
    auc ? signed(auc.difference) : none,
    auc?.ci ? range(auc.ci) : none,
    signed(logLoss.difference),
    '',
    '',
  ];
}

type Figures = Pick<RunReport, 'metrics' | 'forest' | 'comparison' | 'cluster'>;

/**
 * A row each for the network, the forest and their difference: AUC with its 95 % interval, log loss, normalised entropy,
 * observed/expected. Below: what the intervals are by, and why figures are missing.
 */
export function metricsText(report: Figures): string {
  const table = plainTable(
    ['task', 'model', 'rows', 'positive', 'AUC', '95 % CI', 'log loss', 'NE', 'O/E'],
    2,
  );
  for (const [task, metrics] of Object.entries(report.metrics)) {
    const rate = `${((100 * metrics.positives) / metrics.rows).toFixed(2)} %`;
    table.push([task, 'network', countText(metrics.rows), rate, ...metricCells(metrics)]);
    const beside = (model: string, cells: string[]) =>
      table.push(['', model, '', '', ...cells].map((cell) => paint.dim(cell)));
    const forest = report.forest[task];
    if (forest) beside('forest alone', metricCells(forest));
    const comparison = report.comparison[task];
    if (comparison) beside('difference', differenceCells(comparison));
  }
  return [table.toString(), ...notes(report)].join('\n');
}

function notes({ metrics, forest, comparison, cluster }: Figures): string[] {
  const byClusters = cluster && `intervals by ${cluster.column}, ${clustersText(cluster.clusters)}`;
  const reasons = Object.keys(metrics).flatMap((task) =>
    [metrics[task], forest[task], comparison[task]]
      .map((figures) => figures?.unavailable)
      .filter((reason) => reason !== undefined)
      .map((reason) => `${none} ${task}: ${reason}`),
  );
  const lines = [...(byClusters ? [byClusters] : []), ...new Set(reasons)];
  return lines.length > 0 ? ['', ...lines.map((line) => paint.dim(line))] : [];
}

function clustersText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'cluster' : 'clusters'}`;
}
