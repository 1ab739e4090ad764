/**
 * Responsible for the plots of a comparison, as SVG: differences with intervals, those that the task's kind declares, learning curves.
 * Leaves to others: how plots look (chart-svg.ts), the page around them (comparison-page.ts).
 */
import {
  type AxisDeclaration,
  type ComparisonReport,
  differenceIn,
  type MetricDeclaration,
  type PlotDeclaration,
  pointsIn,
} from '@espalier/domain';
import type { CustomSeriesOption } from 'echarts/charts';
import {
  chartSize,
  chartSvg,
  forestColour,
  lineColours,
  linesSvg,
  valueAxis,
  variantColour,
} from './chart-svg.js';
import { roundingError } from './figures-text.js';

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: true;
  readonly points: readonly (readonly [number, number])[];
}

/** A line each for every variant and the forest. */
function linesOf(report: ComparisonReport, task: string, plot: PlotDeclaration): Line[] {
  const variants = report.variants.flatMap(({ name, tasks }, place): Line[] => {
    const of = tasks[task];
    return of === undefined ? [] : [{ name, colour: variantColour(place), points: pointsIn(of, plot) }];
  });
  const forest = report.forest[task];
  if (forest === undefined) return variants;
  // Last, so that it lies above lines that are the same, which show between its dashes.
  return [
    ...variants,
    { name: 'forest', colour: forestColour, dashed: true, points: pointsIn(forest, plot) },
  ];
}

interface Axes {
  readonly x: readonly [title: string, range: object];
  readonly y: readonly [title: string, range: object];
}

function lineChart(lines: readonly Line[], { x, y }: Axes, title: string, marked: boolean): string {
  const names = [...new Set(lines.map(({ name }) => name))];
  return linesSvg(title, names, {
    color: lines.map(({ colour }) => colour),
    xAxis: valueAxis(x[0], 30, x[1]),
    yAxis: valueAxis(y[0], 48, y[1]),
    series: lines.map(({ name, colour, dashed, points }) => ({
      ...{ type: 'line', name, color: colour, data: points.map((point) => [...point]) },
      ...{ showSymbol: marked, symbol: 'circle', symbolSize: 5 },
      lineStyle: { width: 1.6, type: dashed ? [6, 5] : 'solid' },
    })),
  });
}

/** A plot that the task's kind declares; null where no model has points of it. */
export function plotChart(report: ComparisonReport, task: string, plot: PlotDeclaration): string | null {
  const lines = linesOf(report, task, plot);
  if (lines.every(({ points }) => points.length === 0)) return null;
  const title = `${task}: ${plot.title}`;
  const axes = (x: object, y: object): Axes => ({ x: [plot.x.title, x], y: [plot.y.title, y] });
  if (plot.ideal === undefined) {
    return lineChart(lines, axes(rangeOf(plot.x), rangeOf(plot.y)), title, plot.marked);
  }
  const [min, max] = commonRange(lines, plot);
  const points = [min, max].map((end) => [end, end] as const);
  const ideal: Line = { name: plot.ideal, colour: '#b7bec6', points };
  return lineChart([ideal, ...lines], axes({ min, max }, { min, max }), title, plot.marked);
}

function rangeOf({ range }: AxisDeclaration): object {
  return range === undefined ? { scale: true } : { min: range[0], max: range[1] };
}

/** Of both axes: as far as the points reach, from 0 where they are above it, and no farther than there can be any. */
function commonRange(lines: readonly Line[], { x }: PlotDeclaration): readonly [number, number] {
  const values = lines.flatMap(({ points }) => points.flat());
  const [least, greatest] = x.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [low, high] = [Math.min(0, ...values), Math.max(0.01, ...values)];
  const round = (value: number) => Number(value.toPrecision(2));
  return [Math.max(least, round(low * 1.05)), Math.min(greatest, round(high * 1.05))];
}

/** Mean loss on the early-stop rows over steps, a line a training; null where none was measured. @param loss what it is called */
export function learningChart(report: ComparisonReport, task: string, loss: string): string | null {
  const lines = report.variants.flatMap(({ name, curves }, place) =>
    curves.map(
      ({ points }): Line => ({
        name,
        colour: variantColour(place),
        points: points.flatMap(({ step, loss: ofTasks }) => {
          const value = ofTasks[task];
          return value === undefined ? [] : [[step, value] as const];
        }),
      }),
    ),
  );
  if (lines.every(({ points }) => points.length === 0)) return null;
  return lineChart(
    lines,
    { x: ['step', { min: 0 }], y: [loss, { scale: true }] },
    `${task}: learning`,
    false,
  );
}

function directionOf({ better }: MetricDeclaration): string {
  if (typeof better === 'number') return '';
  return `; ${better === 'higher' ? 'above' : 'below'} 0 is better`;
}

type DrawItem = Exclude<CustomSeriesOption['renderItem'], string | undefined>;

/** A line from end to end with a stroke across each. */
function intervalIn(colours: readonly string[]): DrawItem {
  return (_, api) => {
    const row = Number(api.value(2));
    const [from = 0, y = 0] = api.coord([api.value(0), row]);
    const [to = 0] = api.coord([api.value(1), row]);
    const style = { stroke: colours[row] ?? forestColour, lineWidth: 2 };
    const stroke = (x1: number, y1: number, x2: number, y2: number) =>
      ({ type: 'line', shape: { x1, y1, x2, y2 }, style }) as const;
    const across = (x: number) => stroke(x, y - 5, x, y + 5);
    return { type: 'group', children: [stroke(from, y, to, y), across(from), across(to)] };
  };
}

const drawZero: DrawItem = (params, api) => {
  const [x = 0] = api.coord([0, 0]);
  const { y, height } = params.coordSys as unknown as { readonly y: number; readonly height: number };
  const style = { stroke: lineColours.dim, lineWidth: 1 };
  return { type: 'line', shape: { x1: x, y1: y, x2: x, y2: y + height }, style };
};

/** Difference of a figure from the baseline's with its 95 % interval, a line each; null where the rows give none. */
export function differencesChart(
  report: ComparisonReport,
  task: string,
  metric: MetricDeclaration,
): string | null {
  const compared = [
    ...report.variants.map(({ name, tasks }, place) => {
      return { name, colour: variantColour(place), comparison: tasks[task]?.fromBaseline };
    }),
    { name: 'forest', colour: forestColour, comparison: report.forest[task]?.fromBaseline },
  ];
  const known = compared.flatMap(({ name, colour, comparison }) => {
    const found = comparison && differenceIn(comparison, metric);
    return found ? [{ name, colour, ...found }] : [];
  });
  if (known.length === 0) return null;
  const bounds = known.map(({ ci, difference }) => [...(ci ?? [difference, difference])]);
  const [low, high] = [Math.min(0, ...bounds.flat()), Math.max(0, ...bounds.flat())];
  // Differences of rounding alone would look like great ones.
  const margin = Math.max(0.06 * (high - low), 10 * roundingError);
  const { ink, faint } = lineColours;
  // Half of the plot is left beside names of forty letters.
  const left = Math.min(chartSize.width / 2, 22 + 7.5 * Math.max(...known.map(({ name }) => name.length)));
  return chartSvg(
    `${task}: ${metric.title} less ${report.baseline}'s`,
    {
      grid: { left, right: 18, top: 40, bottom: 52 },
      xAxis: valueAxis(`difference, 95 % interval${directionOf(metric)}`, 30, {
        ...{ min: low - margin, max: high + margin },
      }),
      yAxis: {
        ...{ type: 'category', inverse: true, data: known.map(({ name }) => name) },
        ...{
          axisLabel: { color: ink, width: left - 14, overflow: 'truncate' },
          axisTick: { show: false },
          axisLine: { lineStyle: { color: faint } },
        },
      },
      series: [
        { type: 'custom', data: [[0, 0]], renderItem: drawZero, silent: true },
        {
          type: 'custom',
          data: bounds.map(([from, to], row) => [from ?? 0, to ?? 0, row]),
          encode: { x: [0, 1], y: 2 },
          renderItem: intervalIn(known.map(({ colour }) => colour)),
        },
        {
          type: 'scatter',
          symbolSize: 9,
          data: known.map(({ difference, colour }, row) => {
            return { value: [difference, row], itemStyle: { color: colour } };
          }),
        },
      ],
    },
    { ...chartSize, height: Math.max(chartSize.height, 92 + 30 * known.length) },
  );
}
