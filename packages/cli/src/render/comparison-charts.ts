/**
 * Responsible for the plots of a comparison, as SVG: differences with intervals, those that the task's kind declares, learning curves. Drawn
 * here, so that the page needs no script.
 * Leaves to others: the page around them (comparison-page.ts).
 */
import {
  type AxisDeclaration,
  type ComparisonReport,
  differenceIn,
  type MetricDeclaration,
  type PlotDeclaration,
  pointsIn,
} from '@espalier/domain';
import { CustomChart, type CustomSeriesOption, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Okabe & Ito's, told apart by those who see fewer colours; the forest is grey. */
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#000000'];
const forestColour = '#888888';

type Option = Parameters<ReturnType<typeof init>['setOption']>[0] & object;

function svgOf(option: Option, size: { readonly width: number; readonly height: number }): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({ animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const axis = (name: string, range: object = {}) =>
  ({ type: 'value', name, nameLocation: 'middle', nameGap: 32, ...range }) as const;
const square = { width: 420, height: 430 };
/** Room below for two lines of names. */
const grid = { left: 64, right: 20, top: 40, bottom: 110 };
const legend = { bottom: 0, type: 'plain' as const };

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [number, number])[];
}

/** A line each for the forest and every variant. */
function linesOf(report: ComparisonReport, task: string, plot: PlotDeclaration): Line[] {
  const variants = report.variants.flatMap(({ name, tasks }, index) => {
    const of = tasks[task];
    return of === undefined
      ? []
      : [{ name, colour: palette[index % palette.length] ?? '#000', points: pointsIn(of, plot) }];
  });
  const forest = report.forest[task];
  return forest === undefined
    ? variants
    : [{ name: 'forest', colour: forestColour, points: pointsIn(forest, plot) }, ...variants];
}

function lineChart(lines: readonly Line[], axes: Option, title: string, marked: boolean): string {
  return svgOf(
    {
      title: { text: title, left: 'center', textStyle: { fontSize: 14 } },
      color: lines.map(({ colour }) => colour),
      grid,
      legend,
      ...axes,
      series: lines.map(({ name, points }) => ({
        type: 'line',
        name,
        data: points.map((point) => [...point]),
        showSymbol: marked,
        symbolSize: 5,
        lineStyle: { width: 1.5 },
      })),
    },
    square,
  );
}

/** A plot that the task's kind declares; null where no model has points of it. */
export function plotChart(report: ComparisonReport, task: string, plot: PlotDeclaration): string | null {
  const lines = linesOf(report, task, plot);
  if (lines.every(({ points }) => points.length === 0)) return null;
  const title = `${task}: ${plot.title}`;
  if (plot.ideal === undefined) {
    const axes = { xAxis: axis(plot.x.title, rangeOf(plot.x)), yAxis: axis(plot.y.title, rangeOf(plot.y)) };
    return lineChart(lines, axes, title, plot.marked);
  }
  const [least, greatest] = commonRange(lines, plot);
  const points = [least, greatest].map((end) => [end, end] as const);
  const ideal: Line = { name: plot.ideal, colour: '#cccccc', points };
  const range = { min: least, max: greatest };
  const axes = { xAxis: axis(plot.x.title, range), yAxis: axis(plot.y.title, range) };
  return lineChart([ideal, ...lines], axes, title, plot.marked);
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
  const lines = report.variants.flatMap(({ name, curves }, index) =>
    curves.map(
      ({ points }): Line => ({
        name,
        colour: palette[index % palette.length] ?? '#000',
        points: points.flatMap(({ step, loss: ofTasks }) => {
          const value = ofTasks[task];
          return value === undefined ? [] : [[step, value] as const];
        }),
      }),
    ),
  );
  if (lines.every(({ points }) => points.length === 0)) return null;
  const axes = { xAxis: axis('step', { min: 0 }), yAxis: axis(loss, { scale: true }) };
  const named = report.variants.map(({ name }) => name);
  return svgOf(
    {
      title: { text: `${task}: learning`, left: 'center', textStyle: { fontSize: 14 } },
      grid,
      legend: { ...legend, data: named },
      ...axes,
      series: lines.map(({ name, colour, points }) => ({
        type: 'line',
        name,
        color: colour,
        data: points.map((point) => [...point]),
        showSymbol: false,
        lineStyle: { width: 1.2 },
      })),
    },
    square,
  );
}

function directionOf({ better }: MetricDeclaration): string {
  if (typeof better === 'number') return '';
  return `; ${better === 'higher' ? 'above' : 'below'} 0 is better`;
}

const drawInterval: Exclude<CustomSeriesOption['renderItem'], string | undefined> = (_, api) => {
  const row = api.value(2);
  const [x1 = 0, y1 = 0] = api.coord([api.value(0), row]);
  const [x2 = 0] = api.coord([api.value(1), row]);
  return { type: 'line', shape: { x1, y1, x2, y2: y1 }, style: { stroke: '#0072b2', lineWidth: 2 } };
};

/** Difference of a figure from the baseline's with its 95 % interval, a line each; null where the rows give none. */
export function differencesChart(
  report: ComparisonReport,
  task: string,
  metric: MetricDeclaration,
): string | null {
  const compared = [
    ...report.variants.map(({ name, tasks }) => ({ name, comparison: tasks[task]?.fromBaseline })),
    { name: 'forest', comparison: report.forest[task]?.fromBaseline },
  ];
  const known = compared.flatMap(({ name, comparison }) => {
    const found = comparison && differenceIn(comparison, metric);
    return found ? [{ name, ...found }] : [];
  });
  if (known.length === 0) return null;
  const bounds = known.map(({ ci, difference }) => [...(ci ?? [difference, difference])]);
  return svgOf(
    {
      title: {
        text: `${task}: ${metric.title} less ${report.baseline}'s`,
        left: 'center',
        textStyle: { fontSize: 14 },
      },
      grid: { left: 130, right: 30, top: 40, bottom: 48 },
      xAxis: axis(`difference, 95 % interval${directionOf(metric)}`, {
        scale: true,
        min: Math.min(0, ...bounds.flat()),
        max: Math.max(0, ...bounds.flat()),
      }),
      yAxis: { type: 'category', inverse: true, data: known.map(({ name }) => name) },
      series: [
        {
          type: 'custom',
          data: bounds.map(([low, high], row) => [low ?? 0, high ?? 0, row]),
          encode: { x: [0, 1], y: 2 },
          renderItem: drawInterval,
        },
        {
          type: 'scatter',
          symbolSize: 8,
          color: '#0072b2',
          data: known.map(({ difference }, row) => [difference, row]),
        },
      ],
    },
    { width: 640, height: 100 + 34 * known.length },
  );
}
