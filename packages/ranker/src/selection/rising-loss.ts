/** Whether a training got worse at what it learns from, while it learnt it; pure. */
import type { Measurement } from '@espalier/domain';

/** Chance moves a mean over some thousand rows by less. */
const tolerance = 1.05;
/** Rows that are learnt from have other margins than early-stop rows, and dropout adds to their loss: not by as much as this. */
const forestTolerance = 1.2;

export interface RisingLossOptions {
  readonly lossWeights: Readonly<Record<string, number>>;
  /** Whether the network began as the forest: then it must not end far above the forest's loss either. */
  readonly startsAsForest: boolean;
}

/**
 * A sentence where the weighted loss on the training rows was higher before the last measurement than before the first, or far above that
 * of the forest with which it began; null where there is nothing to say, or are not two measurements to compare.
 */
export function risingLoss(
  curve: readonly Measurement[],
  { lossWeights, startsAsForest }: RisingLossOptions,
): string | null {
  const [forest] = curve;
  const measured = curve.flatMap(({ trainingLosses }) => (trainingLosses === null ? [] : [trainingLosses]));
  const [first, last] = [measured[0], measured.at(-1)];
  if (forest === undefined || first === undefined || last === undefined || measured.length < 2) return null;
  const weighted = (losses: Readonly<Record<string, number>>) =>
    Object.entries(losses).reduce((sum, [task, loss]) => sum + (lossWeights[task] ?? 1) * loss, 0);
  const told = (from: Readonly<Record<string, number>>) =>
    Object.keys(last)
      .map((task) => `${task} ${from[task]?.toFixed(4)} to ${last[task]?.toFixed(4)}`)
      .join(', ');
  const began = Object.fromEntries(
    Object.entries(forest.tasks).map(([task, { logLoss }]) => [task, logLoss]),
  );
  const roseFrom =
    weighted(last) > tolerance * weighted(first)
      ? first
      : startsAsForest && weighted(last) > forestTolerance * weighted(began)
        ? began
        : null;
  if (roseFrom === null) return null;
  return `The loss on the training rows rose while the network trained (${told(roseFrom)}): training.learningRate is too high.`;
}
