/**
 * Responsible for the plots of a comparison, as SVG: differences with intervals, ROC, calibration, learning curves. Drawn here, so that
 * the page needs no script.
 * Leaves to others: the page around them (comparison-page.ts).
 */
import type { ComparisonReport } from '@espalier/domain';
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
const shares = { min: 0, max: 1 };
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
function linesOf(
  report: ComparisonReport,
  task: string,
  pointsOf: (of: {
    readonly roc: ComparisonReport['forest'][string]['roc'];
    readonly calibration: ComparisonReport['forest'][string]['calibration'];
  }) => readonly (readonly [number, number])[],
): Line[] {
  const variants = report.variants.flatMap(({ name, tasks }, index) => {
    const of = tasks[task];
    return of === undefined
      ? []
      : [{ name, colour: palette[index % palette.length] ?? '#000', points: pointsOf(of) }];
  });
  const forest = report.forest[task];
  return forest === undefined
    ? variants
    : [{ name: 'forest', colour: forestColour, points: pointsOf(forest) }, ...variants];
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

/** Rate of true over false positives. */
export function rocChart(report: ComparisonReport, task: string): string {
  const lines = linesOf(report, task, ({ roc }) => roc);
  const axes = { xAxis: axis('false positive rate', shares), yAxis: axis('true positive rate', shares) };
  return lineChart(lines, axes, `${task}: ROC`, false);
}

/** What came over what was predicted, by tenths of the rows. */
export function calibrationChart(report: ComparisonReport, task: string): string {
  const lines = linesOf(report, task, ({ calibration }) =>
    calibration.map(({ predicted, observed }) => [predicted, observed] as const),
  );
  const most = Math.min(1, Math.max(0.01, ...lines.flatMap(({ points }) => points.flat())) * 1.05);
  const range = { min: 0, max: Number(most.toPrecision(2)) };
  const ideal: Line = {
    name: 'as predicted',
    colour: '#cccccc',
    points: [
      [0, 0],
      [range.max, range.max],
    ],
  };
  const axes = { xAxis: axis('predicted', range), yAxis: axis('observed', range) };
  return lineChart([ideal, ...lines], axes, `${task}: calibration`, true);
}

/** Log loss on the early-stop rows over steps, a line a training; null where none was measured. */
export function learningChart(report: ComparisonReport, task: string): string | null {
  const lines = report.variants.flatMap(({ name, curves }, index) =>
    curves.map(
      ({ points }): Line => ({
        name,
        colour: palette[index % palette.length] ?? '#000',
        points: points.flatMap(({ step, logLoss }) => {
          const loss = logLoss[task];
          return loss === undefined ? [] : [[step, loss] as const];
        }),
      }),
    ),
  );
  if (lines.every(({ points }) => points.length === 0)) return null;
  const axes = { xAxis: axis('step', { min: 0 }), yAxis: axis('log loss', { scale: true }) };
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

const drawInterval: Exclude<CustomSeriesOption['renderItem'], string | undefined> = (_, api) => {
  const row = api.value(2);
  const [x1 = 0, y1 = 0] = api.coord([api.value(0), row]);
  const [x2 = 0] = api.coord([api.value(1), row]);
  return { type: 'line', shape: { x1, y1, x2, y2: y1 }, style: { stroke: '#0072b2', lineWidth: 2 } };
};

/** Difference in AUC from the baseline with its 95 % interval, a line each; null where the rows give none. */
export function differencesChart(report: ComparisonReport, task: string): string | null {
  const forest = report.forest[task];
  const all = [
    ...report.variants.map(({ name, tasks }) => ({ name, auc: tasks[task]?.fromBaseline?.auc ?? null })),
    { name: 'forest', auc: forest?.fromBaseline.auc ?? null },
  ];
  const known = all.filter((each) => each.auc !== null);
  if (known.length === 0) return null;
  const bounds = known.map(({ auc }) => [...(auc?.ci ?? [auc?.difference ?? 0, auc?.difference ?? 0])]);
  return svgOf(
    {
      title: { text: `${task}: AUC less ${report.baseline}'s`, left: 'center', textStyle: { fontSize: 14 } },
      grid: { left: 130, right: 30, top: 40, bottom: 48 },
      xAxis: axis('difference, 95 % interval', {
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
          data: known.map(({ auc }, row) => [auc?.difference ?? 0, row]),
        },
      ],
    },
    { width: 640, height: 100 + 34 * known.length },
  );
}
