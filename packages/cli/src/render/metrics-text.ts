/**
 * Responsible for a run's figures as a person reads them: the network, the forest alone, and what lies between them. Which figures there
 * are, and how each is told, the task's kind declares.
 * Leaves to others: the rest of the report (report-text.ts).
 */
import {
  differenceIn,
  figureOf,
  kindOf,
  type MetricDeclaration,
  type ModelComparison,
  type RunReport,
  type TaskKindName,
  type TaskMetrics,
  taskKinds,
} from '@espalier/domain';
import { figureText, none, rangeText, signed, signedRange } from './figures-text.js';
import { type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { countText } from './quantities.js';

const modelWidth = 11;
/** Where nothing says how wide the paper is. */
const commonWidth = 80;

interface FigureColumn {
  readonly title: string;
  of(metrics: TaskMetrics): string;
  ofDifference(comparison: ModelComparison): string;
}

/** What matters most comes first: a narrow terminal shows as many as fit. */
function columnsOf(kind: TaskKindName): FigureColumn[] {
  return taskKinds[kind].metrics.flatMap((metric) =>
    metric.interval === undefined ? [valueColumn(metric)] : [valueColumn(metric), intervalColumn(metric)],
  );
}

function valueColumn(metric: MetricDeclaration): FigureColumn {
  return {
    title: metric.title,
    of: (metrics) => figureText(figureOf(metrics, metric).value, metric.format),
    ofDifference(comparison) {
      const found = differenceIn(comparison, metric);
      if (found === undefined) return '';
      return found === null ? none : signed(found.difference, metric.format);
    },
  };
}

function intervalColumn(metric: MetricDeclaration): FigureColumn {
  return {
    title: '95 % CI',
    of(metrics) {
      const { interval } = figureOf(metrics, metric);
      return interval === null ? none : rangeText(interval, metric.format);
    },
    ofDifference(comparison) {
      const ci = differenceIn(comparison, metric)?.ci;
      return ci ? signedRange(ci, metric.format) : none;
    },
  };
}

type Figures = Pick<RunReport, 'metrics' | 'forest' | 'comparison' | 'cluster'>;

/** A model's line under its task. */
interface Line {
  readonly model: string;
  readonly isDim: boolean;
  cellOf(column: FigureColumn): string;
}

interface TaskLines {
  readonly title: string;
  readonly lines: readonly Line[];
}

/**
 * A table for each kind of task: for each task its rows, then a line each for the network, the forest and their difference. Below: what
 * the intervals are by, and why figures are missing.
 */
export function metricsText(report: Figures, width: Width): string {
  const kinds = [...new Set(Object.values(report.metrics).map(kindOf))];
  const tables = kinds.map((kind) => tableOf(report, kind, width));
  const left = [...new Set(tables.flatMap((table) => table.left))];
  return [...tables.flatMap(({ lines }) => lines), ...notes(report, left, width)].join('\n');
}

function tableOf(
  report: Figures,
  kind: TaskKindName,
  width: Width,
): { readonly lines: readonly string[]; readonly left: readonly string[] } {
  const tasks = Object.entries(report.metrics).filter(([, metrics]) => kindOf(metrics) === kind);
  const blocks = tasks.map(([task, metrics]) => taskLines(report, task, metrics, width));
  const all = blocks.flatMap(({ lines }) => lines);
  const shown: { readonly column: FigureColumn; readonly width: number }[] = [];
  const left: string[] = [];
  let used = modelWidth;
  for (const column of columnsOf(kind)) {
    const widest = Math.max(column.title.length, ...all.map((line) => line.cellOf(column).length));
    if (used + 2 + widest > (width ?? commonWidth) && shown.length > 0) {
      left.push(column.title);
      continue;
    }
    shown.push({ column, width: widest });
    used += 2 + widest;
  }
  const text = (model: string, cell: (column: FigureColumn) => string) =>
    [model.padEnd(modelWidth), ...shown.map((each) => cell(each.column).padStart(each.width))]
      .join('  ')
      .trimEnd();
  const lines = [
    paint.bold(text('', ({ title }) => title)),
    ...blocks.flatMap((block) => [
      block.title,
      ...block.lines.map((line) => {
        const told = text(line.model, line.cellOf);
        return line.isDim ? paint.dim(told) : told;
      }),
    ]),
  ];
  return { lines, left };
}

function taskLines(report: Figures, task: string, metrics: TaskMetrics, width: Width): TaskLines {
  const forest = report.forest[task];
  const comparison = report.comparison[task];
  const title = `${paint.bold(task)}  ${rowsText(metrics)}`;
  return {
    title: wrapped(title, width, 2),
    lines: [
      { model: ' network', isDim: false, cellOf: (column) => column.of(metrics) },
      ...(forest
        ? [{ model: ' forest', isDim: true, cellOf: (column: FigureColumn) => column.of(forest) }]
        : []),
      ...(comparison
        ? [
            {
              model: ' difference',
              isDim: true,
              cellOf: (column: FigureColumn) => column.ofDifference(comparison),
            },
          ]
        : []),
    ],
  };
}

/** How many rows there are, and what their labels are like. */
export function rowsText(metrics: TaskMetrics): string {
  return `${countText(metrics.rows)} rows, ${taskKinds[kindOf(metrics)].rowsNote(metrics)}`;
}

function notes(
  { metrics, forest, comparison, cluster }: Figures,
  left: readonly string[],
  width: Width,
): string[] {
  const byClusters = cluster && `intervals by ${cluster.column}, ${clustersText(cluster.clusters)}`;
  const reasons = Object.keys(metrics).flatMap((task) =>
    [metrics[task], forest[task], comparison[task]]
      .map((figures) => figures?.unavailable)
      .filter((reason) => reason !== undefined)
      .map((reason) => `${none} ${task}: ${reason}`),
  );
  const narrow = left.length > 0 && `${left.join(', ')}: on a wider terminal`;
  const lines = [...(narrow ? [narrow] : []), ...(byClusters ? [byClusters] : []), ...new Set(reasons)];
  return lines.length > 0 ? ['', ...lines.map((line) => paint.dim(wrapped(line, width, 2)))] : [];
}

function clustersText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'cluster' : 'clusters'}`;
}
