/** Whether a training got worse at what it learns from, while it learnt it; pure. */
import type { RowLoss } from '../task-kinds/task-kind.js';
import { type LossWindow, meanLoss } from './loss-windows.js';

const tolerance = 1.05;
/** Forests of few positives are worse than the base rate themselves, but not all tasks together by as much. */
const baseTolerance = 1.2;
/** Chance moves a mean by more standard errors once in some hundred trainings. */
const chance = 3;

export interface RisingLossOptions {
  readonly lossWeights: Readonly<Record<string, number>>;
  /** What predicting the mean label of the rows that are learnt from loses on a row, by task. */
  readonly baseLosses: Readonly<Record<string, RowLoss>>;
}

/**
 * A sentence where the weighted loss on the training rows was higher at the end than at the start, or than the base rates alone would
 * give, by more than chance; null where there is nothing to say, or are not two windows to compare.
 */
export function risingLoss(
  windows: readonly LossWindow[],
  { lossWeights, baseLosses }: RisingLossOptions,
): string | null {
  const [first] = windows;
  if (first === undefined || windows.length < 2) return null;
  const tasks = Object.keys(first.losses);
  const lastFirst = windows.toReversed();
  // The last window may be short: the ones before it count as far as the first one's rows.
  const last = tasks.map((task) => meanLoss(lastFirst, task, first.rows));
  const weighted = (losses: readonly (number | undefined)[]) =>
    tasks.reduce((sum, task, index) => sum + (lossWeights[task] ?? 1) * (losses[index] ?? Number.NaN), 0);
  const start = tasks.map((task) => first.losses[task]);
  const base = tasks.map((task) => baseLosses[task]?.mean);
  // As if a row lost much of all tasks or of none.
  const rowSpread = weighted(tasks.map((task) => baseLosses[task]?.standardDeviation));
  const lastRows = last[0]?.rows ?? 0;
  const end = weighted(last.map(({ loss }) => loss));
  const isAbove = (from: number, factor: number, standardError: number) =>
    end > Math.max(factor * from, from + chance * standardError);
  const told = (from: readonly (number | undefined)[]) =>
    tasks
      .map((task, index) => `${task} ${from[index]?.toFixed(4)} to ${last[index]?.loss.toFixed(4)}`)
      .join(', ');
  const advice = 'training.learningRate is too high.';
  if (isAbove(weighted(start), tolerance, rowSpread * Math.sqrt(1 / first.rows + 1 / lastRows))) {
    return `The loss on the training rows rose while the network trained (${told(start)}): ${advice}`;
  }
  if (isAbove(weighted(base), baseTolerance, rowSpread / Math.sqrt(lastRows))) {
    return `The loss on the training rows ended above what the base rates alone give (${told(base)}): ${advice}`;
  }
  return null;
}
