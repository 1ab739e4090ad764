/**
 * Responsible for a run's figures as a person reads them: the network, the forest alone, and what lies between them.
 * Leaves to others: the rest of the report (report-text.ts).
 */
import type { BinaryMetrics, Interval, ModelComparison, RunReport } from '@espalier/domain';
import { none, signed, signedRange } from './figures-text.js';
import { type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { countText } from './quantities.js';

const fixed = (value: number | null, digits: number) => value?.toFixed(digits) ?? none;

interface FigureColumn {
  readonly title: string;
  /** Of its widest figure. */
  readonly width: number;
  of(metrics: BinaryMetrics): string;
  ofDifference(comparison: ModelComparison): string;
}

const range = ([low, high]: Interval) => `${low.toFixed(4)}–${high.toFixed(4)}`;

/** What matters most comes first: a narrow terminal shows as many as fit. */
const figureColumns: readonly FigureColumn[] = [
  {
    title: 'AUC',
    width: 7,
    of: ({ auc }) => fixed(auc, 4),
    ofDifference: ({ auc }) => (auc ? signed(auc.difference) : none),
  },
  {
    title: '95 % CI',
    width: 18,
    of: ({ aucCi }) => (aucCi ? range(aucCi) : none),
    ofDifference: ({ auc }) => (auc?.ci ? signedRange(auc.ci) : none),
  },
  {
    title: 'log loss',
    width: 8,
    of: ({ logLoss }) => fixed(logLoss, 4),
    ofDifference: ({ logLoss }) => signed(logLoss.difference),
  },
  {
    title: 'NE',
    width: 7,
    of: ({ normalizedEntropy }) => fixed(normalizedEntropy, 4),
    ofDifference: () => '',
  },
  {
    title: 'O/E',
    width: 6,
    of: ({ observedOverExpected }) => fixed(observedOverExpected, 3),
    ofDifference: () => '',
  },
];

const modelWidth = 11;
/** Where nothing says how wide the paper is. */
const commonWidth = 80;

interface ChosenColumns {
  readonly shown: readonly FigureColumn[];
  readonly left: readonly FigureColumn[];
}

function columnsWithin(width: number): ChosenColumns {
  const shown: FigureColumn[] = [];
  let used = modelWidth;
  for (const column of figureColumns) {
    if (used + 2 + column.width > width && shown.length > 0) continue;
    shown.push(column);
    used += 2 + column.width;
  }
  return { shown, left: figureColumns.filter((column) => !shown.includes(column)) };
}

type Figures = Pick<RunReport, 'metrics' | 'forest' | 'comparison' | 'cluster'>;

/**
 * For each task its rows, then a line each for the network, the forest and their difference: AUC with its 95 % interval, log loss,
 * normalised entropy, observed/expected. Below: what the intervals are by, and why figures are missing.
 */
export function metricsText(report: Figures, width: Width): string {
  const { shown, left } = columnsWithin(width ?? commonWidth);
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
    const rate = `${((100 * metrics.positives) / metrics.rows).toFixed(2)} %`;
    const rows = `${countText(metrics.rows)} rows, ${rate} positive`;
    lines.push(wrapped(`${paint.bold(task)}  ${rows}`, width, 2));
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
  return [...lines, ...notes(report, left, width)].join('\n');
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
