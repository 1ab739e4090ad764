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
  type VariantReport,
} from '@espalier/domain';
import {
  differenceText,
  directionsText,
  figureText,
  none,
  spreadText,
  titleText,
  whole,
} from './figures-text.js';
import { type Width, wrapped } from './fit-width.js';
import { rowsText } from './metrics-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText, durationText } from './quantities.js';

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

function costTable({ variants, baseline }: ComparisonReport, width: Width): string {
  const base = variants.find(({ name }) => name === baseline);
  const speedOf = ({ scoringRowsPerSecond }: VariantReport) => {
    const times = scoringRowsPerSecond / (base?.scoringRowsPerSecond ?? Number.NaN);
    return `${countText(scoringRowsPerSecond)} rows/s${Number.isFinite(times) ? ` ${times.toFixed(2)}x` : ''}`;
  };
  const rows = variants.map((variant) => [
    ` ${variant.name}`,
    variant.parameters === null ? none : countText(variant.parameters),
    variant.trainingSeconds === null ? none : durationText(variant.trainingSeconds.mean),
    speedOf(variant),
    spreadText(variant.steps, whole),
  ]);
  return plainTable(
    [
      { title: '' },
      { title: 'parameters', align: 'right', weight: 3 },
      { title: 'training', align: 'right', weight: 2 },
      { title: 'scoring', align: 'right' },
      { title: 'steps', align: 'right', weight: 1 },
    ],
    rows,
    width,
  );
}

/** Tasks to which no training of any variant added anything. */
function forestsOnly({ variants, forest }: ComparisonReport): readonly string[] {
  return Object.keys(forest).filter((task) => variants.every(({ tasks }) => tasks[task]?.withNetwork === 0));
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
    ...forestsOnly(report).map(
      (task) =>
        `${task}: every training kept its forest, so nothing lies between the variants; --set source.split.earlyStop=0 compares the networks themselves, as their last step left them.`,
    ),
    ...(report.cluster === null
      ? []
      : [`Intervals by ${report.cluster.column}, ${countText(report.cluster.clusters)} clusters.`]),
    'scoring: all tasks of a row, one thread, networks by turns on the same rows.',
  ];
  return [
    ...tasks,
    costTable(report, width),
    paint.dim(notes.map((note) => wrapped(note, width, 2)).join('\n')),
  ].join('\n\n');
}
