/** Responsible for one plot of one task: the points of some models, and the line on which they should lie. */
import type { Schemas } from '../api/client.js';
import styles from './ideal-plot.module.css';
import plot from './plot.module.css';
import { type PlacedPoint, ticksOf } from './plot-scale.js';

interface IdealPlotProps {
  readonly declared: Schemas['PlotDeclaration'];
  readonly task: string;
  readonly series: readonly { readonly title: string; readonly points: readonly PlacedPoint[] }[];
}

const side = 220;
const left = 48;
/** The last tick's half stands there. */
const right = 16;
const top = 8;
const bottom = 36;
const radius = 3;
const classes = [styles.first, styles.second, styles.third, styles.fourth];

export function IdealPlot({ declared, task, series }: IdealPlotProps) {
  const ticks = ticksOf(series.flatMap(({ points }) => points));
  const most = ticks.at(-1) ?? 1;
  const x = (value: number) => left + (side * value) / most;
  const y = (value: number) => top + side * (1 - value / most);
  const { title, ideal } = declared;
  const said = series
    .map(
      ({ title: of, points }) => `${of}: ${points.map((at) => `${text(at.x)} → ${text(at.y)}`).join(', ')}`,
    )
    .join('; ');
  return (
    <figure className={`${plot.figure} ${styles.figure}`}>
      <figcaption>{task}</figcaption>
      <svg
        viewBox={`0 0 ${left + side + right} ${top + side + bottom}`}
        role="img"
        aria-label={`${title} of ${task}, ${declared.x.title} → ${declared.y.title}. ${said}`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path
              className={plot.grid}
              d={`M${x(tick)} ${top}V${top + side}M${left} ${y(tick)}H${left + side}`}
            />
            <text className={plot.tick} x={x(tick)} y={top + side + 14} textAnchor="middle">
              {text(tick)}
            </text>
            <text className={plot.tick} x={left - 6} y={y(tick) + 3} textAnchor="end">
              {text(tick)}
            </text>
          </g>
        ))}
        <text className={plot.tick} x={left + side / 2} y={top + side + 31} textAnchor="middle">
          {declared.x.title}
        </text>
        <text
          className={plot.tick}
          transform={`translate(10 ${top + side / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {declared.y.title}
        </text>
        {ideal !== null && <path className={styles.ideal} d={`M${x(0)} ${y(0)}L${x(most)} ${y(most)}`} />}
        {series.map(({ title: of, points }, at) => (
          <g key={of} className={classes[at % classes.length]}>
            <path
              className={styles.line}
              d={points.map((p, n) => `${n === 0 ? 'M' : 'L'}${x(p.x)} ${y(p.y)}`).join('')}
            />
            {points.map((point) => (
              <circle key={`${point.x} ${point.y}`} cx={x(point.x)} cy={y(point.y)} r={radius}>
                <title>{`${of}: ${declared.x.title} ${text(point.x)}, ${declared.y.title} ${text(point.y)}`}</title>
              </circle>
            ))}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** Which colour is whose, once for all plots. */
export function PlotKey({
  titles,
  ideal,
}: {
  readonly titles: readonly string[];
  readonly ideal: string | null;
}) {
  return (
    <ul className={styles.key}>
      {titles.map((title, at) => (
        <li key={title}>
          <svg viewBox="0 0 12 12" aria-hidden="true" className={classes[at % classes.length]}>
            <circle cx="6" cy="6" r="4" />
          </svg>
          {title}
        </li>
      ))}
      {ideal !== null && (
        <li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path className={styles.ideal} d="M1 11L11 1" />
          </svg>
          {ideal}
        </li>
      )}
    </ul>
  );
}

function text(value: number): string {
  return String(Number(value.toPrecision(3)));
}
