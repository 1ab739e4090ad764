/**
 * Responsible for a comparison as a person reads it: for each task a line a variant and one for the forest, then what each costs.
 * Leaves to others: the same with plots (comparison-page.ts), and as JSON, which is the report itself.
 */
import {
  type ComparisonReport,
  type ForestTask,
  figureOf,
  kindInComparison,
  type MetricDeclaration,
  spreadIn,
  taskKinds,
} from '@espalier/domain';
import { keptForestNote } from './comparison-notes.js';
import { costColumns, costsNote, timesText } from './costs-text.js';
import { differenceText, directionsText, figureText, spreadText, titleText, whole } from './figures-text.js';
import { type Width, wrapped } from './fit-width.js';
import { rowsText } from './metrics-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText } from './quantities.js';

function taskTable(report: ComparisonReport, task: string, width: Width): string {
  const { metrics } = taskKinds[kindInComparison(report, task)];
  const [first, ...others] = metrics;
  const rows = report.variants.map(({ name, seeds, tasks }) => {
    const figures = tasks[task];
    if (figures === undefined) return [` ${name}`];
    return [
      ` ${name}`,
      spreadText(spreadIn(figures, first), first.format),
      differenceText(figures.fromBaseline, first),
      ...others.map((metric) => spreadText(spreadIn(figures, metric), metric.format)),
      `${figures.withNetwork} of ${seeds}`,
    ];
  });
  const forest = report.forest[task];
  if (forest !== undefined) {
    const told = (metric: MetricDeclaration) =>
      figureText(figureOf(forest.metrics, metric).value, metric.format);
    rows.push([' forest', told(first), differenceText(forest.fromBaseline, first), ...others.map(told), '']);
  }
  return plainTable(
    [
      { title: '' },
      { title: titleText(first), align: 'right' },
      { title: `from ${report.baseline}, 95 % CI`, align: 'right', weight: others.length + 2 },
      ...others.map((metric, place) => ({
        title: titleText(metric),
        align: 'right' as const,
        weight: others.length + 1 - place,
      })),
      { title: 'network', align: 'right', weight: 1 },
    ],
    rows,
    width,
  );
}

function costTable(report: ComparisonReport, width: Width): string {
  const rows = report.variants.map((variant) => [
    ` ${variant.name}`,
    ...costColumns.map((column) =>
      `${column.told(variant)} ${timesText(report, variant.name, column)}`.trimEnd(),
    ),
    spreadText(variant.steps, whole),
  ]);
  return plainTable(
    [
      { title: '' },
      ...costColumns.map(({ title, weight }) => ({ title, align: 'right' as const, weight })),
      { title: 'steps', align: 'right', weight: 1 },
    ],
    rows,
    width,
  );
}

/** The text has no line break at its end. */
export function comparisonText(report: ComparisonReport, width: Width): string {
  const tasks = Object.keys(report.forest).map((task) => {
    const title = `${paint.bold(task)}  ${rowsText((report.forest[task] as ForestTask).metrics)}`;
    return `${wrapped(title, width, 2)}\n${taskTable(report, task, width)}`;
  });
  const seeds = Math.max(...report.variants.map((variant) => variant.seeds));
  const notes = [
    seeds > 1
      ? `Mean ± standard deviation over ${seeds} trainings, which differ in training.seed; differences are of means, their intervals for other rows.`
      : 'One training each: nothing here tells how far another seed would move a figure (--seeds 3).',
    directionsText,
    'network: in how many trainings the task got the network; in the others it kept its forest.',
    ...Object.keys(report.forest).flatMap((task) => {
      const note = keptForestNote(report, task);
      return note === null ? [] : [`${task}: ${note}`];
    }),
    ...(report.cluster === null
      ? []
      : [`Intervals by ${report.cluster.column}, ${countText(report.cluster.clusters)} clusters.`]),
    costsNote(report),
  ];
  return [
    ...tasks,
    costTable(report, width),
    paint.dim(notes.map((note) => wrapped(note, width, 2)).join('\n')),
  ].join('\n\n');
}
