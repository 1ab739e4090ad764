/** Whether a training got worse at what it learns from, while it learnt it; pure. */
import type { Measurement } from '@espalier/domain';

/** Chance moves a mean over some thousand rows by less. */
const tolerance = 1.05;
/** Forests of few positives are worse than the base rate themselves, but not all tasks together by as much. */
const baseTolerance = 1.2;

export interface RisingLossOptions {
  readonly lossWeights: Readonly<Record<string, number>>;
  /** The loss of predicting the mean label of the rows that are learnt from for each of them, by task. */
  readonly baseLosses: Readonly<Record<string, number>>;
}

type Losses = Readonly<Record<string, number>>;

/**
 * A sentence where the weighted loss on the training rows was higher before the last measurement than before the first, or than the base
 * rates alone would give; null where there is nothing to say, or are not two measurements to compare.
 */
export function risingLoss(
  curve: readonly Measurement[],
  { lossWeights, baseLosses }: RisingLossOptions,
): string | null {
  const measured = curve.flatMap(({ trainingLosses }) => (trainingLosses === null ? [] : [trainingLosses]));
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined || measured.length < 2) return null;
  const weighted = (losses: Losses) =>
    Object.entries(losses).reduce((sum, [task, loss]) => sum + (lossWeights[task] ?? 1) * loss, 0);
  const told = (from: Losses) =>
    Object.keys(last)
      .map((task) => `${task} ${from[task]?.toFixed(4)} to ${last[task]?.toFixed(4)}`)
      .join(', ');
  const base = Object.fromEntries(Object.keys(last).map((task) => [task, baseLosses[task] ?? Number.NaN]));
  const advice = 'training.learningRate is too high.';
  if (weighted(last) > tolerance * weighted(first)) {
    return `The loss on the training rows rose while the network trained (${told(first)}): ${advice}`;
  }
  if (weighted(last) > baseTolerance * weighted(base)) {
    return `The loss on the training rows ended above what the base rates alone give (${told(base)}): ${advice}`;
  }
  return null;
}
