/**
 * Responsible for what all plots of a page have in common: colours, axes, the names of lines, and drawing as SVG, so that the page needs no script.
 * Leaves to others: what is plotted (comparison-charts.ts).
 */
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escaped } from './html-text.js';

use([CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export type ChartOption = Parameters<ReturnType<typeof init>['setOption']>[0] & object;

/** Okabe & Ito's, told apart by those who see fewer colours; the forest is grey. */
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#000000'];
export const forestColour = '#6e7781';
export const lineColours = { ink: '#1b1f24', dim: '#57606a', faint: '#e4e8ec' } as const;

/** @param place of the variant in its report */
export function variantColour(place: number): string {
  return palette[place % palette.length] as string;
}

/** @param title stands above the plot, and is what a reader without pictures is told */
export function chartSvg(
  title: string,
  option: ChartOption,
  size: { width: number; height: number },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 'center', textStyle: { fontSize: 14, color: lineColours.ink } },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace('<svg ', `<svg role="img" aria-label="${escaped(title)}" `);
}

/** @param nameGap from the axis to its name, beyond the numbers */
export function valueAxis(name: string, nameGap: number, range: object = {}) {
  const { dim, faint } = lineColours;
  return {
    ...{ type: 'value', name, nameLocation: 'middle', nameGap, nameTextStyle: { color: dim } },
    ...{ axisLabel: { color: dim, hideOverlap: true }, splitLine: { lineStyle: { color: faint } } },
    ...range,
  } as const;
}

/** Plots are of one size, so that they stand in rows and columns; more names make one higher. */
export const chartSize = { width: 460, height: 440 } as const;
/** Of a letter, and of a line's sign with the gap before it, as the legend lays them out. */
const [letterWidth, signWidth, legendRow] = [7.5, 44, 22];

/** Lines over two axes, with their names below in as many rows as they need. */
export function linesSvg(title: string, names: readonly string[], option: ChartOption): string {
  const longest = Math.max(1, ...names.map(({ length }) => length));
  const perRow = Math.max(1, Math.floor(chartSize.width / (signWidth + letterWidth * longest)));
  const legendHeight = legendRow * Math.ceil(names.length / perRow);
  return chartSvg(
    title,
    {
      grid: { left: 70, right: 18, top: 40, bottom: 60 + legendHeight },
      legend: {
        ...{ bottom: 0, type: 'plain', data: [...names], itemWidth: 18, itemHeight: 8, itemGap: 20 },
        textStyle: { color: lineColours.ink },
      },
      ...option,
    },
    { ...chartSize, height: chartSize.height + Math.max(0, legendHeight - 2 * legendRow) },
  );
}
