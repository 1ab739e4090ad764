/** Responsible for single figures of reports as text: values, differences, intervals, spreads, and what stands for none. */
import {
  differenceIn,
  type Interval,
  type MetricDeclaration,
  type ModelComparison,
  type NumberFormat,
  type Spread,
} from '@espalier/domain';

/** Stands for a figure that the rows can't give. */
export const none = '—';

/** Two sums of the same float32 numbers may differ by this: a task that keeps its forest has its forest's figures. */
export const roundingError = 1e-6;

export const whole: NumberFormat = { style: 'fixed', digits: 0 };

/** `AUC ↑`, `log loss ↓`, `O/E → 1`: with the way that is better. */
export function titleText({ title, better }: MetricDeclaration): string {
  switch (better) {
    case 'higher':
      return `${title} ↑`;
    case 'lower':
      return `${title} ↓`;
    default:
      return `${title} → ${better}`;
  }
}

export const directionsText = '↑: higher is better; ↓: lower; →: the closer to that, the better.';

export function figureText(value: number | null, { style, digits }: NumberFormat): string {
  if (value === null) return none;
  switch (style) {
    case 'fixed':
      return value.toFixed(digits);
    case 'significant':
      return significantText(value, digits);
    case 'percent':
      return `${(100 * value).toFixed(digits)} %`;
    default:
      return style satisfies never;
  }
}

/** No exponent where the figure is of a common size. */
function significantText(value: number, digits: number): string {
  const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return size < -4 || size > 8 ? value.toPrecision(digits) : value.toFixed(Math.max(0, digits - 1 - size));
}

/** `+0.0006`; what rounds to nothing keeps its sign, and only nothing has none. */
export function signed(value: number, format: NumberFormat): string {
  if (Math.abs(value) < roundingError) return figureText(0, format);
  return value > 0 ? `+${figureText(value, format)}` : figureText(value, format);
}

export function rangeText([low, high]: Interval, format: NumberFormat): string {
  return `${figureText(low, format)}–${figureText(high, format)}`;
}

export function signedRange([low, high]: Interval, format: NumberFormat): string {
  return `[${signed(low, format)}, ${signed(high, format)}]`;
}

/** `+0.0012 [+0.0003, +0.0021]`; null is the baseline's own. */
export function differenceText(comparison: ModelComparison | null, metric: MetricDeclaration): string {
  if (comparison === null) return 'baseline';
  const found = differenceIn(comparison, metric);
  if (!found) return none;
  const { difference, ci } = found;
  const told = signed(difference, metric.format);
  return ci === null ? told : `${told} ${signedRange(ci, metric.format)}`;
}

/** Which way a model differs by all of its interval; null where that has 0, or nothing but rounding, in it. */
export function surelyBetter(comparison: ModelComparison | null, metric: MetricDeclaration): boolean | null {
  const ci = comparison && differenceIn(comparison, metric)?.ci;
  if (!ci || typeof metric.better === 'number') return null;
  const [low, high] = ci;
  if (low <= roundingError && high >= -roundingError) return null;
  return low > 0 === (metric.better === 'higher');
}

/** `0.9276 ±0.0003`; without the deviation where there is one value. */
export function spreadText(spread: Spread | null, format: NumberFormat): string {
  if (spread === null) return none;
  const { mean, standardDeviation } = spread;
  const told = figureText(mean, format);
  return standardDeviation === null ? told : `${told} ±${figureText(standardDeviation, format)}`;
}
