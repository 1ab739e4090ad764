/** Responsible for one figure of one task over partitions as they arrived: each champion's with its 95 % interval, the oldest first. */
import { figureNameText } from '../run/figure-name.js';
import plot from './plot.module.css';
import { spanTicksOf } from './plot-scale.js';
import styles from './watch-plot.module.css';
import type { SeriesPoint } from './watch-series.js';

interface WatchPlotProps {
  readonly task: string;
  readonly figure: string;
  /** One at least. */
  readonly points: readonly SeriesPoint[];
}

const width = 440;
const height = 130;
const left = 52;
const right = 12;
const top = 8;
const bottom = 24;
const radius = 3;

export function WatchPlot({ task, figure, points }: WatchPlotProps) {
  const ticks = spanTicksOf(points.flatMap(({ low, high }) => [low, high]));
  const [least, most] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (place: number) =>
    left + (points.length === 1 ? width / 2 : (width * place) / (points.length - 1));
  const y = (value: number) => top + height * (1 - (value - least) / (most - least));
  const name = figureNameText(figure);
  const told = points.map((point) => toldOf(name, point));
  return (
    <figure className={`${plot.figure} ${styles.figure}`}>
      <figcaption>
        {task}: {name}
      </figcaption>
      <svg
        viewBox={`0 0 ${left + width + right} ${top + height + bottom}`}
        role="img"
        aria-label={`${name} of ${task} on partitions as they arrived. ${told.join('; ')}`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={plot.grid} d={`M${left} ${y(tick)}H${left + width}`} />
            <text className={plot.tick} x={left - 6} y={y(tick) + 3} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <text
          className={plot.tick}
          x={x(0)}
          y={top + height + 16}
          textAnchor={points.length === 1 ? 'middle' : 'start'}
        >
          {points[0]?.label}
        </text>
        {points.length > 1 && (
          <text className={plot.tick} x={x(points.length - 1)} y={top + height + 16} textAnchor="end">
            {points.at(-1)?.label}
          </text>
        )}
        <path
          className={styles.line}
          d={points
            .map(({ version, value }, place) => {
              // Another champion is another line.
              const begins = place === 0 || points[place - 1]?.version !== version;
              return `${begins ? 'M' : 'L'}${x(place)} ${y(value)}`;
            })
            .join('')}
        />
        {points.map(({ label, version, value, low, high, drifted }, place) => (
          <g key={`${label} ${version} ${value}`} className={drifted ? styles.drifted : undefined}>
            <path className={styles.interval} d={`M${x(place)} ${y(low)}V${y(high)}`} />
            <circle cx={x(place)} cy={y(value)} r={radius}>
              <title>{told[place]}</title>
            </circle>
          </g>
        ))}
      </svg>
    </figure>
  );
}

function toldOf(name: string, { label, version, value, low, high, drifted }: SeriesPoint): string {
  const [at, from, to] = [value, low, high].map((each) => each.toFixed(4));
  return `${label}, @${version}: ${name} ${at} (95 %: ${from} to ${to})${drifted ? ', drifted' : ''}`;
}
