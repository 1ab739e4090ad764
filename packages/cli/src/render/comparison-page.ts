/**
 * Responsible for a comparison as one page that can be mailed: tables and plots, no script, nothing fetched from elsewhere.
 * Leaves to others: drawing the plots (comparison-charts.ts), how it looks (page-style.ts).
 */
import {
  type ComparisonReport,
  type ForestTask,
  figureOf,
  kindInComparison,
  type MetricDeclaration,
  type ModelComparison,
  type RunReport,
  spreadIn,
  taskKinds,
} from '@espalier/domain';
import { forestColour, variantColour } from './chart-svg.js';
import { differencesChart, learningChart, plotChart } from './comparison-charts.js';
import { keptForestNote } from './comparison-notes.js';
import { costColumns, costsNote, timesText } from './costs-text.js';
import {
  differenceText,
  directionsText,
  figureText,
  spreadText,
  surelyBetter,
  titleText,
  whole,
} from './figures-text.js';
import { escaped } from './html-text.js';
import { rowsText } from './metrics-text.js';
import { pageStyle } from './page-style.js';
import { countText } from './quantities.js';

/** HTML of a cell, and its class. */
interface Cell {
  readonly html: string;
  readonly of?: string;
}

const cell = (text: string): Cell => ({ html: escaped(text) });

function nameCell(name: string, colour: string): Cell {
  return { html: `<i style="background:${colour}"></i>${escaped(name)}` };
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const heads = head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  const line = (cells: readonly Cell[]) =>
    `<tr>${cells
      .map(({ html, of }, at) => {
        const given = of === undefined ? '' : ` class="${of}"`;
        return at === 0 ? `<th scope="row">${html}</th>` : `<td${given}>${html}</td>`;
      })
      .join('')}</tr>`;
  return `<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${rows.map(line).join('')}</tbody></table></div>`;
}

/** Marked where its interval leaves 0 out. */
function differenceCell(comparison: ModelComparison | null, metric: MetricDeclaration): Cell {
  const told = cell(differenceText(comparison, metric));
  if (comparison === null) return { ...told, of: 'dim' };
  const better = surelyBetter(comparison, metric);
  return better === null ? told : { ...told, of: better ? 'better' : 'worse' };
}

function taskTable(report: ComparisonReport, task: string): string {
  const [first, ...others] = taskKinds[kindInComparison(report, task)].metrics;
  const rows = report.variants.map(({ name, seeds, tasks }, place) => {
    const named = nameCell(name, variantColour(place));
    const of = tasks[task];
    if (of === undefined) return [named];
    return [
      named,
      cell(spreadText(spreadIn(of, first), first.format)),
      differenceCell(of.fromBaseline, first),
      differenceCell(of.fromForest, first),
      ...others.map((metric) => cell(spreadText(spreadIn(of, metric), metric.format))),
      cell(`${of.withNetwork} of ${seeds}`),
    ];
  });
  const forest = report.forest[task];
  if (forest !== undefined) {
    const told = (metric: MetricDeclaration) =>
      cell(figureText(figureOf(forest.metrics, metric).value, metric.format));
    const named = nameCell('forest alone', forestColour);
    const difference = differenceCell(forest.fromBaseline, first);
    rows.push([named, told(first), difference, cell(''), ...others.map(told), cell('')]);
  }
  const titles = others.map(titleText);
  return table(['', titleText(first), `from ${report.baseline}`, 'from forest', ...titles, 'network'], rows);
}

function costTable(report: ComparisonReport): string {
  const rows = report.variants.map((variant, place) => [
    nameCell(variant.name, variantColour(place)),
    ...costColumns.map((column): Cell => {
      const times = timesText(report, variant.name, column);
      return { html: `${escaped(column.told(variant))}${times === '' ? '' : ` <b>${times}</b>`}` };
    }),
    cell(spreadText(variant.steps, whole)),
    { html: variant.changes.map((change) => `<code>${escaped(change)}</code>`).join(' ') },
  ]);
  return table(['', ...costColumns.map(({ title }) => title), 'steps', 'changes'], rows);
}

function taskSection(report: ComparisonReport, task: string): string {
  const kind = taskKinds[kindInComparison(report, task)];
  const plots = [
    differencesChart(report, task, kind.metrics[0]),
    ...kind.plots.map((plot) => plotChart(report, task, plot)),
    learningChart(report, task, kind.learningCurve.title),
  ].filter((svg) => svg !== null);
  const note = keptForestNote(report, task);
  return `<section><h2>${escaped(task)}</h2>
<p>${escaped(rowsText((report.forest[task] as ForestTask).metrics))}, held out.</p>
${taskTable(report, task)}
${note === null ? '' : `<p class="note">${escaped(task)}: ${escaped(note)}</p>`}
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
<title>${escaped(pipeline)}: ${escaped(names)}</title><style>${pageStyle}</style></head><body>
<header><h1>${escaped(pipeline)}</h1>
<p class="lead">${escaped(names)}: ${seeds} ${seeds === 1 ? 'training' : 'trainings'} each, compared with ${escaped(compared.baseline)}.</p>
<p>Run ${escaped(runId)}.</p></header>
${Object.keys(compared.forest)
  .map((task) => taskSection(compared, task))
  .join('\n')}
<section><h2>What each costs</h2>
${costTable(compared)}
<p>${escaped(costsNote(compared))}</p></section>
<section><h2>How to read this</h2>
<p>${directionsText} Figures are means ± standard deviation over the trainings, which differ in their seed alone. Differences are of means on the same
rows; their 95 % intervals${clusters ? escaped(clusters) : ''} tell how far other rows would move them, and stand out where they leave 0 out (by chance alone one in twenty does): <span class="better">better</span>,
<span class="worse">worse</span>. “network” is in how many trainings the task got the network; in the others it kept its forest.</p>
<p>Plots are of each variant's first training; learning curves of all, on the early-stop rows, from step 0, which is the forest.</p></section>
</body></html>
`;
}
