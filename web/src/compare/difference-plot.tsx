/** Responsible for one figure of one task: how far variants lie from the baseline, each with its 95 % interval, around zero. Whoever can't see it has the table. */
import plot from '../models/plot.module.css';
import styles from './difference-plot.module.css';
import {
  differenceTicks,
  type FigureDeclaration,
  intervalText,
  type PairedDifference,
  signedText,
} from './paired-differences.js';

interface DifferencePlotProps {
  readonly task: string;
  readonly figure: FigureDeclaration;
  readonly baseline: string;
  /** One at least. */
  readonly differences: readonly (PairedDifference & { readonly name: string })[];
}

/** As wide as a telephone has room, so that letters keep their size there. */
const width = 320;
/** The half of the outermost ticks' words stands there. */
const side = 26;
const top = 4;
const row = 30;
const bottom = 20;
const radius = 3;

export function DifferencePlot({ task, figure, baseline, differences }: DifferencePlotProps) {
  const ticks = differenceTicks(differences);
  const [least, most] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const x = (value: number) =>
    side + ((width - 2 * side) * (Math.min(most, Math.max(least, value)) - least)) / (most - least);
  const isWithin = (value: number) => value >= least && value <= most;
  const height = top + row * differences.length;
  const counts = (['better', 'worse', null] as const).map(
    (verdict) => differences.filter((each) => each.verdict === verdict).length,
  );
  return (
    <figure className={`${plot.figure} ${styles.figure}`}>
      <figcaption>
        {figure.title}
        <span className={styles.way}>{wayText(figure)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height + bottom}`}
        role="img"
        aria-label={`${figure.title} of ${task} less ${baseline}’s, with 95 % intervals: ${counts[0]} better, ${counts[1]} worse, ${counts[2]} neither. The table tells each.`}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={tick === 0 ? styles.zero : plot.grid} d={`M${x(tick)} ${top}V${height}`} />
            <text className={plot.tick} x={x(tick)} y={height + 14} textAnchor="middle">
              {String(tick).replace('-', '−')}
            </text>
          </g>
        ))}
        {differences.map(({ name, difference, interval, verdict }, place) => {
          const y = top + row * place + 22;
          return (
            <g key={name} className={styles[verdict ?? 'neither']} data-verdict={verdict ?? 'neither'}>
              <title>{toldOf(name, { difference, interval, verdict })}</title>
              <text className={styles.name} x={side} y={y - 9}>
                {isWithin(difference) ? name : `${name}, beyond this: ${signedText(difference)}`}
              </text>
              {interval !== null && (
                <path
                  className={styles.interval}
                  d={`M${x(interval[0])} ${y}H${x(interval[1])}M${x(interval[0])} ${y - 4}v8M${x(interval[1])} ${y - 4}v8`}
                />
              )}
              {isWithin(difference) ? (
                <circle cx={x(difference)} cy={y} r={radius} />
              ) : (
                <path className={styles.beyond} d={arrow(x(difference), y, difference > most)} />
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Which colour and mark says what, once for all plots. */
export function DifferenceKey() {
  const marks = [
    { style: styles.better, words: 'better, and not by chance' },
    { style: styles.worse, words: 'worse, and not by chance' },
    { style: styles.neither, words: 'the 95 % interval holds zero' },
  ];
  return (
    <ul className={styles.key}>
      {marks.map(({ style, words }) => (
        <li key={words}>
          <svg viewBox="0 0 24 12" aria-hidden="true" className={style}>
            <path className={styles.interval} d="M2 6H22M2 2v8M22 2v8" />
            <circle cx="12" cy="6" r={radius} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  );
}

/** Of what lies beyond the axis, at its end. */
function arrow(x: number, y: number, isRight: boolean): string {
  return isRight ? `M${x} ${y - 5}l8 5l-8 5z` : `M${x} ${y - 5}l-8 5l8 5z`;
}

function wayText({ better }: FigureDeclaration): string {
  if (typeof better === 'number') return `best at ${better}`;
  return `${better === 'higher' ? 'right' : 'left'} of zero is better`;
}

function toldOf(name: string, { difference, interval, verdict }: PairedDifference): string {
  const within = interval === null ? '' : ` (95 %: ${intervalText(interval)})`;
  return `${name}: ${signedText(difference)}${within}${verdict === null ? '' : `, ${verdict}`}`;
}
