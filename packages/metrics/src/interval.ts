/**
 * Responsible for 95 % intervals around a figure whose variance was estimated from the same rows: Student's t.
 * Leaves to others: the variance and its degrees of freedom (sampling-variance.ts).
 */
import type { Interval } from '@espalier/domain';
import type { SamplingVariance } from './sampling-variance.js';

/** Two-sided 95 % points for 1 to 10 degrees of freedom. */
const pointsOfFew = [
  12.706204736, 4.302652729, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135,
  2.262157163, 2.228138852,
];

const normal95 = 1.959963984540054;

/** Student's two-sided 95 % point; from the normal one by its expansion in 1/n (Abramowitz & Stegun 26.7.5). */
export function student95(degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  const few = pointsOfFew[n - 1];
  if (few !== undefined) return few;
  const z = normal95;
  const s = z * z;
  return (
    z +
    (z * (s + 1)) / (4 * n) +
    (z * ((5 * s + 16) * s + 3)) / (96 * n ** 2) +
    (z * (((3 * s + 19) * s + 17) * s - 15)) / (384 * n ** 3) +
    (z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945)) / (92_160 * n ** 4)
  );
}

/** Cut to what the figure can be. */
export function interval95(
  estimate: number,
  { variance, degreesOfFreedom }: SamplingVariance,
  [least, most]: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Interval {
  const margin = student95(degreesOfFreedom) * Math.sqrt(variance);
  return [Math.max(least, estimate - margin), Math.min(most, estimate + margin)];
}
