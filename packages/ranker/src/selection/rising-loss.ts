/** Whether a training got worse at what it learns from, while it learnt it; pure. */
import type { Measurement } from '@espalier/domain';

/** Chance moves a mean over some thousand rows by less. */
const tolerance = 1.05;

/**
 * A sentence where the weighted loss on the training rows was higher before the last measurement than before the first; null
 * where it fell or stayed, or there are not two to compare.
 */
export function risingLoss(
  curve: readonly Measurement[],
  lossWeights: Readonly<Record<string, number>>,
): string | null {
  const measured = curve.flatMap(({ trainingLosses }) => (trainingLosses === null ? [] : [trainingLosses]));
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined || measured.length < 2) return null;
  const weighted = (losses: Readonly<Record<string, number>>) =>
    Object.entries(losses).reduce((sum, [task, loss]) => sum + (lossWeights[task] ?? 1) * loss, 0);
  if (weighted(last) <= tolerance * weighted(first)) return null;
  const told = Object.keys(last).map(
    (task) => `${task} ${first[task]?.toFixed(4)} to ${last[task]?.toFixed(4)}`,
  );
  return `The loss on the training rows rose while the network trained (${told.join(', ')}): training.learningRate is too high.`;
}
