/**
 * Responsible for a finished run as a person reads it: stages, the table of metrics beside the forest's, the bundle.
 * Leaves to others: the same as JSON, which is the report itself.
 */
import type { BinaryMetrics, RunReport } from '@espalier/domain';
import { errorText } from './error-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText, durationText } from './quantities.js';

function metricCells(metrics: BinaryMetrics): string[] {
  const [low, high] = metrics.aucCi;
  return [
    metrics.auc.toFixed(4),
    `${low.toFixed(4)}–${high.toFixed(4)}`,
    metrics.logLoss.toFixed(4),
    metrics.normalizedEntropy.toFixed(4),
    metrics.observedOverExpected.toFixed(3),
  ];
}

/** One row a task and model; columns with their 95 % interval, log loss, normalised entropy, observed/expected. */
function metricsTable(report: Pick<RunReport, 'metrics' | 'forest'>): string {
  const table = plainTable(
    ['task', 'model', 'rows', 'positive', 'AUC', '95 % CI', 'log loss', 'NE', 'O/E'],
    2,
  );
  for (const [task, metrics] of Object.entries(report.metrics)) {
    const rate = `${((100 * metrics.positives) / metrics.rows).toFixed(2)} %`;
    table.push([task, 'network', countText(metrics.rows), rate, ...metricCells(metrics)]);
    const forest = report.forest[task];
    if (forest)
      table.push(['', 'forest alone', '', '', ...metricCells(forest)].map((cell) => paint.dim(cell)));
  }
  return table.toString();
}

function stagesTable(report: RunReport): string {
  const table = plainTable(['stage', 'time', 'shards', 'from'], 1, 3);
  for (const { name, seconds, cached, shards, reason } of report.stages) {
    const origin = `${cached ? 'cache' : 'run'}${reason === undefined ? '' : `: ${reason}`}`;
    table.push([name, durationText(seconds), shards > 0 ? String(shards) : '', origin]);
  }
  return table.toString();
}

/** `stages: false` where a live view has shown them already. */
export function reportText(report: RunReport, options: { readonly stages: boolean }): string {
  const blocks: string[] = [];
  if (options.stages) {
    blocks.push(`${paint.bold(report.pipeline)}  ${paint.dim(report.runId)}  ${report.status}`);
    if (report.stages.length > 0) blocks.push(stagesTable(report));
  }
  if (Object.keys(report.metrics).length > 0) blocks.push(metricsTable(report));
  if (report.bundle)
    blocks.push(`bundle  ${paint.bold(report.bundle.uri)}\n        ${paint.dim(report.bundle.digest)}`);
  if (report.error) blocks.push(errorText(report.error));
  else if (report.status === 'cancelled') blocks.push('The run was cancelled.');
  return blocks.join('\n\n');
}
