/** Responsible for curves on one chart; whoever can't see it reads first, lowest and last of each. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { aligned, type CurvePoint, fromFirst } from './aligned-curves.js';
import styles from './curve-chart.module.css';

export interface NamedCurve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

interface CurveChartProps {
  /** The same list as long as nothing of it has changed: another one is drawn anew. */
  readonly curves: readonly NamedCurve[];
  readonly label: string;
}

const height = 260;
const colours = 6;

export function CurveChart({ curves, label }: CurveChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const names = curves.map(({ name }) => name).join('\n');
  const latest = useRef(curves);
  latest.current = curves;
  const drawn = useRef<readonly NamedCurve[] | null>(null);

  // Made anew with other tasks or another theme; new points only move it.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const make = () => {
      chart.current?.destroy();
      chart.current = new uPlot(optionsOf(names.split('\n'), element), dataOf(latest.current), element);
      drawn.current = latest.current;
    };
    make();
    // It is told of the first size, too.
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (chart.current?.width !== width) chart.current?.setSize({ width, height });
    });
    observer.observe(element);
    addEventListener('themechange', make);
    return () => {
      observer.disconnect();
      removeEventListener('themechange', make);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [names]);
  useEffect(() => {
    if (drawn.current === curves) return;
    drawn.current = curves;
    chart.current?.setData(dataOf(curves));
  }, [curves]);

  return (
    <figure className={styles.chart}>
      <figcaption>{label}</figcaption>
      <div ref={place} aria-hidden="true" />
      <ul className={styles.words}>
        {curves.map(({ name, points }) => (
          <li key={name}>{wordsOf(name, points)}</li>
        ))}
      </ul>
    </figure>
  );
}

function dataOf(curves: readonly NamedCurve[]): uPlot.AlignedData {
  return aligned(curves.map(({ points }) => fromFirst(points)));
}

function optionsOf(names: readonly string[], element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${style.fontFamily}`;
  const axis = {
    ...{ stroke: colour('--ink-soft'), font },
    ...{ grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } },
  };
  return {
    ...{ width: element.clientWidth, height },
    scales: { x: { time: false } },
    axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => shareText(tick)) }],
    cursor: { drag: { x: true, y: false } },
    series: [
      { label: 'step' },
      ...names.map((label, index) => ({
        ...{ label, stroke: colour(`--series-${(index % colours) + 1}`), width: 1.5, spanGaps: true },
        points: { show: false },
        value: (_: uPlot, value: number | null) => (value === null ? '—' : shareText(value)),
      })),
    ],
  };
}

/** `−2.5 %`, with as many digits as a small one needs. */
function shareText(share: number): string {
  const percent = 100 * share;
  const digits = Math.abs(percent) >= 10 ? 0 : Math.abs(percent) >= 1 ? 1 : 2;
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(digits)} %`;
}

function wordsOf(name: string, points: readonly CurvePoint[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return name;
  const lowest = points.reduce((low, point) => (point.value < low.value ? point : low), first);
  const at = ({ step, value }: CurvePoint) => `${value.toFixed(4)} at step ${step.toLocaleString('en')}`;
  return `${name}: ${at(first)}, lowest ${at(lowest)}, last ${at(last)}`;
}
