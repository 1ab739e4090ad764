/**
 * Responsible for a comparison as one page that can be mailed: tables and plots, no script, nothing fetched from elsewhere.
 * Leaves to others: drawing the plots (comparison-charts.ts).
 */
import {
  type ComparisonReport,
  type ForestTask,
  figureOf,
  kindInComparison,
  type MetricDeclaration,
  type RunReport,
  spreadIn,
  taskKinds,
} from '@espalier/domain';
import { differencesChart, learningChart, plotChart } from './comparison-charts.js';
import {
  differenceText,
  directionsText,
  figureText,
  none,
  spreadText,
  titleText,
  whole,
} from './figures-text.js';
import { rowsText } from './metrics-text.js';
import { countText, durationText } from './quantities.js';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell, at) => (at === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<${tag}>${escaped(cell)}</${tag}>`)).join('')}</tr>`;
  const heads = `<tr>${head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${heads}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table></div>`;
}

function taskTable(report: ComparisonReport, task: string): string {
  const [first, ...others] = taskKinds[kindInComparison(report, task)].metrics;
  const rows = report.variants.map(({ name, seeds, tasks }) => {
    const of = tasks[task];
    if (of === undefined) return [name];
    return [
      name,
      spreadText(spreadIn(of, first), first.format),
      differenceText(of.fromBaseline, first),
      differenceText(of.fromForest, first),
      ...others.map((metric) => spreadText(spreadIn(of, metric), metric.format)),
      `${of.withNetwork} of ${seeds}`,
    ];
  });
  const forest = report.forest[task];
  if (forest !== undefined) {
    const told = (metric: MetricDeclaration) =>
      figureText(figureOf(forest.metrics, metric).value, metric.format);
    const difference = differenceText(forest.fromBaseline, first);
    rows.push(['forest alone', told(first), difference, '', ...others.map(told), '']);
  }
  const titles = others.map(titleText);
  return table(['', titleText(first), `from ${report.baseline}`, 'from forest', ...titles, 'network'], rows);
}

function costTable({ variants }: ComparisonReport): string {
  const rows = variants.map(({ name, changes, parameters, trainingSeconds, scoringRowsPerSecond, steps }) => [
    name,
    changes.join(', '),
    parameters === null ? none : countText(parameters),
    trainingSeconds === null ? none : durationText(trainingSeconds.mean),
    `${countText(scoringRowsPerSecond)} rows/s`,
    spreadText(steps, whole),
  ]);
  return table(['', 'changes', 'parameters', 'training', 'scoring', 'steps'], rows);
}

const style = `
:root { color-scheme: light; --ink: #1b1f24; --dim: #57606a; --line: #d8dee4; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; margin: 2rem auto; max-width: 84rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
p, .dim { color: var(--dim); } .plots { display: flex; flex-wrap: wrap; gap: 1rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; } figure { margin: 0; max-width: 100%; overflow-x: auto; }
`;

function taskSection(report: ComparisonReport, task: string): string {
  const kind = taskKinds[kindInComparison(report, task)];
  const plots = [
    differencesChart(report, task, kind.metrics[0]),
    ...kind.plots.map((plot) => plotChart(report, task, plot)),
    learningChart(report, task, kind.learningCurve.title),
  ].filter((svg) => svg !== null);
  return `<section><h2>${escaped(task)}</h2>
<p>${escaped(rowsText((report.forest[task] as ForestTask).metrics))}, held out.</p>
${taskTable(report, task)}
<div class="plots">${plots.map((svg) => `<figure>${svg}</figure>`).join('')}</div></section>`;
}

/** @throws RangeError where the run compares nothing */
export async function comparisonPage({ runId, pipeline, compared }: RunReport): Promise<string> {
  if (compared === null) throw new RangeError(`${runId} is no comparison`);
  const seeds = Math.max(...compared.variants.map((variant) => variant.seeds));
  const names = compared.variants.map(({ name }) => name).join(', ');
  const clusters =
    compared.cluster && `, by ${compared.cluster.column} (${countText(compared.cluster.clusters)} clusters)`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(pipeline)}: ${escaped(names)}</title><style>${style}</style></head><body>
<h1>${escaped(pipeline)}</h1>
<p>${escaped(names)}; ${seeds} ${seeds === 1 ? 'training' : 'trainings'} each. Run ${escaped(runId)}.</p>
<p>Figures are means ± standard deviation over the trainings, which differ in their seed alone. Differences are of means on the same rows; their
95 % intervals${clusters ? escaped(clusters) : ''} tell how far other rows would move them. Plots are of each variant's first training; learning curves of all, on the
early-stop rows. ${directionsText}</p>
${Object.keys(compared.forest)
  .map((task) => taskSection(compared, task))
  .join('\n')}
<section><h2>What each costs</h2>${costTable(compared)}
<p>Scoring: all tasks of a row, one thread, the networks by turns on the same rows.</p></section>
</body></html>
`;
}
