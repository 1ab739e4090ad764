/** Responsible for the series of a model's champions on what arrived, as a table and in a line. Leaves to others: reading it (client). */
import { type FigureEstimate, type MetricDeclaration, type ShownPoint, taskKinds } from '@espalier/domain';
import { figureText, none, rangeText, titleText } from './figures-text.js';
import type { Width } from './fit-width.js';
import { wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';

const watchedMetrics: readonly MetricDeclaration[] = Object.values(taskKinds).flatMap(
  ({ metrics }): readonly MetricDeclaration[] =>
    metrics.filter(({ tolerance }: MetricDeclaration) => tolerance !== undefined),
);

/** Without points it says what makes some. */
export function watchText(model: string, points: readonly ShownPoint[], width: Width): string {
  if (points.length === 0) {
    return `Nothing was scored by a champion of ${model} as it arrived: \`publish.watch\` of its pipeline asks for it, and needs a champion.`;
  }
  const metrics = watchedMetrics.filter(({ name }) =>
    points.some(({ estimates }) => Object.values(estimates).some((figures) => name in figures)),
  );
  const right = 'right' as const;
  const table = plainTable(
    [
      { title: 'partition' },
      { title: 'champion', align: right },
      { title: 'task' },
      ...metrics.flatMap((metric, index) => [
        { title: titleText(metric), align: right, weight: 4 - index },
        { title: '95 % CI', align: right, weight: 1 },
      ]),
      { title: 'rows', align: right, weight: 0 },
      { title: 'worse' },
    ],
    points.flatMap((point) => rowsOf(point, metrics)),
    width,
  );
  const told = points.flatMap(({ verdicts }) => verdicts.filter(({ drifted }) => drifted));
  return [table, ...told.map(({ because }) => wrapped(`${paint.red('worse')}: ${because}`, width, 2))].join(
    '\n',
  );
}

function rowsOf(point: ShownPoint, metrics: readonly MetricDeclaration[]): string[][] {
  const { partition, version, rows, estimates, verdicts, isRewritten } = point;
  return Object.entries(estimates).map(([task, figures], index) => {
    const worse = verdicts.filter((verdict) => verdict.drifted && verdict.task === task);
    const of = (metric: MetricDeclaration) => figures[metric.name] ?? null;
    return [
      ...(index > 0 ? ['', ''] : [isRewritten ? `${partition} (as it was)` : partition, String(version)]),
      ...[task, ...metrics.flatMap((metric) => cells(of(metric), metric))],
      index > 0 ? '' : String(rows),
      worse.length === 0 ? '' : paint.red(worse.map(({ figure }) => titleOf(figure)).join(', ')),
    ];
  });
}

function cells(estimate: FigureEstimate | null, { format }: MetricDeclaration): [string, string] {
  if (estimate === null) return [none, none];
  return [figureText(estimate.value, format), rangeText(estimate.ci, format)];
}

function titleOf(figure: string): string {
  return watchedMetrics.find(({ name }) => name === figure)?.title ?? figure;
}

/** Such as `2026-01-16, 2026-01-15 (worse: AUC of click)`: the newest first. Null without points. */
export function lastPointsLine(points: readonly ShownPoint[]): string | null {
  const told = points
    .filter(({ isRewritten }) => !isRewritten)
    .map(({ partition, verdicts }) => {
      const worse = verdicts
        .filter(({ drifted }) => drifted)
        .map(({ figure, task }) => `${titleOf(figure)} of ${task}`);
      return worse.length === 0 ? partition : `${partition} ${paint.red(`(worse: ${worse.join(', ')})`)}`;
    });
  return told.length === 0 ? null : told.join(', ');
}
