/**
 * The Kolmogorov-Smirnov distance of a numeric column: the largest difference between the distribution functions of the newest rows and those that they are
 * held to, at the latter's percentiles, so at most a hundredth less than over all values. It fails only where it is also more than chance makes of
 * so few values: 1.63 sqrt(1/n + 1/m), exceeded once in a hundred samples of one distribution (Smirnov 1948), with the rows that n and m are worth
 * (part-variation.ts).
 */
import { boundText, columnsOf, type DataCheck, figure, type Judgement } from './check.js';
import { varianceByChance } from './part-variation.js';

const critical = 1.628;

export const ks: DataCheck = {
  name: 'ks',
  judge({ settings: { ks: most }, compared }) {
    if (most === 'off') return [];
    return compared.flatMap((data) =>
      columnsOf(data, 'numeric').flatMap(({ name, reference, newest }): Judgement[] => {
        if (newest.timeKind === 'moment' || reference.sampled === 0 || newest.sampled === 0) return [];
        const value = distance(reference, newest);
        const { against } = data;
        const byChance =
          critical * Math.sqrt(varianceByChance(reference.parts, newest.sampled, reference.sampled));
        const passed = value <= Math.max(most, byChance);
        const than = against === 'training' ? "training's" : 'those that the champion was trained on';
        const because = `the distribution function of ${name} is up to ${figure(value)} from that of ${than}; ${boundText(value, most, passed)}`;
        return [{ against, of: name, value, passed, strain: value / most, because }];
      }),
    );
  },
};

interface Distribution {
  readonly sampled: number;
  readonly upTo: readonly number[];
}

function distance(reference: Distribution, newest: Distribution): number {
  let largest = 0;
  for (const [edge, count] of reference.upTo.entries()) {
    const [before, now] = [count / reference.sampled, (newest.upTo[edge] ?? 0) / newest.sampled];
    largest = Math.max(largest, Math.abs(now - before));
  }
  return largest;
}
