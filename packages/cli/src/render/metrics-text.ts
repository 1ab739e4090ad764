/**
 * Responsible for a run's figures as a person reads them: the network, the forest alone, and what lies between them.
 * Leaves to others: the rest of the report (report-text.ts).
 */
import type { RunReport, TaskKindName } from '@espalier/domain';
import { none } from './figures-text.js';
import { type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import type { FigureColumn } from './task-kinds/kind-figures.js';
import { kindFigures } from './task-kinds/registry.js';

const modelWidth = 11;
/** Where nothing says how wide the paper is. */
const commonWidth = 80;

interface ChosenColumns {
  readonly shown: readonly FigureColumn[];
  readonly left: readonly FigureColumn[];
}

function columnsWithin(columns: readonly FigureColumn[], width: number): ChosenColumns {
  const shown: FigureColumn[] = [];
  let used = modelWidth;
  for (const column of columns) {
    if (used + 2 + column.width > width && shown.length > 0) continue;
    shown.push(column);
    used += 2 + column.width;
  }
  return { shown, left: columns.filter((column) => !shown.includes(column)) };
}

type Figures = Pick<RunReport, 'metrics' | 'forest' | 'comparison' | 'cluster'>;

/**
 * A table for each kind of task: for each task its rows, then a line each for the network, the forest and their difference. Below: what
 * the intervals are by, and why figures are missing.
 */
export function metricsText(report: Figures, width: Width): string {
  const kinds = [...new Set(Object.values(report.metrics).map(({ kind }) => kind))];
  const tables = kinds.map((kind) => {
    const { shown, left } = columnsWithin(kindFigures[kind].columns, width ?? commonWidth);
    return { left, lines: tableLines(report, kind, shown, width) };
  });
  const left = [...new Set(tables.flatMap((table) => table.left))];
  return [...tables.flatMap(({ lines }) => lines), ...notes(report, left, width)].join('\n');
}

function tableLines(
  report: Figures,
  kind: TaskKindName,
  shown: readonly FigureColumn[],
  width: Width,
): string[] {
  const line = (model: string, figures: readonly string[]) =>
    [model.padEnd(modelWidth), ...figures.map((figure, at) => figure.padStart(shown[at]?.width ?? 0))]
      .join('  ')
      .trimEnd();
  const lines = [
    paint.bold(
      line(
        '',
        shown.map(({ title }) => title),
      ),
    ),
  ];
  for (const [task, metrics] of Object.entries(report.metrics)) {
    if (metrics.kind !== kind) continue;
    lines.push(wrapped(`${paint.bold(task)}  ${kindFigures[kind].rowsText(metrics)}`, width, 2));
    lines.push(
      line(
        ' network',
        shown.map((column) => column.of(metrics)),
      ),
    );
    const forest = report.forest[task];
    if (forest)
      lines.push(
        paint.dim(
          line(
            ' forest',
            shown.map((column) => column.of(forest)),
          ),
        ),
      );
    const comparison = report.comparison[task];
    if (comparison)
      lines.push(
        paint.dim(
          line(
            ' difference',
            shown.map((column) => column.ofDifference(comparison)),
          ),
        ),
      );
  }
  return lines;
}

function notes(
  { metrics, forest, comparison, cluster }: Figures,
  left: readonly FigureColumn[],
  width: Width,
): string[] {
  const byClusters = cluster && `intervals by ${cluster.column}, ${clustersText(cluster.clusters)}`;
  const reasons = Object.keys(metrics).flatMap((task) =>
    [metrics[task], forest[task], comparison[task]]
      .map((figures) => figures?.unavailable)
      .filter((reason) => reason !== undefined)
      .map((reason) => `${none} ${task}: ${reason}`),
  );
  const narrow = left.length > 0 && `${left.map(({ title }) => title).join(', ')}: on a wider terminal`;
  const lines = [...(narrow ? [narrow] : []), ...(byClusters ? [byClusters] : []), ...new Set(reasons)];
  return lines.length > 0 ? ['', ...lines.map((line) => paint.dim(wrapped(line, width, 2)))] : [];
}

function clustersText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'cluster' : 'clusters'}`;
}
