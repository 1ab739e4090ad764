/** Responsible for single figures of reports as text: differences, intervals, spreads, and what stands for none. */
import type { Interval, ModelComparison, Spread } from '@espalier/domain';

/** Stands for a figure that the rows can't give. */
export const none = '—';

/** Two sums of the same float32 numbers may differ by this: a task that keeps its forest has its forest's figures. */
const roundingError = 1e-6;

/** `+0.0006`; what rounds to nothing keeps its sign, and only nothing has none. */
export function signed(value: number): string {
  if (Math.abs(value) < roundingError) return (0).toFixed(4);
  return value > 0 ? `+${value.toFixed(4)}` : value.toFixed(4);
}

export const signedRange = ([low, high]: Interval) => `[${signed(low)}, ${signed(high)}]`;

/** Of the AUC: `+0.0012 [+0.0003, +0.0021]`; null is the baseline's own. */
export function differenceText(comparison: ModelComparison | null): string {
  if (comparison === null) return 'baseline';
  if (comparison.auc === null) return none;
  const { difference, ci } = comparison.auc;
  return ci === null ? signed(difference) : `${signed(difference)} ${signedRange(ci)}`;
}

/** `0.9276 ±0.0003`; without the deviation where there is one value. */
export function spreadText(spread: Spread | null, digits = 4): string {
  if (spread === null) return none;
  const { mean, standardDeviation } = spread;
  return standardDeviation === null
    ? mean.toFixed(digits)
    : `${mean.toFixed(digits)} ±${standardDeviation.toFixed(digits)}`;
}
