/** What a training lost over which of its rows, by windows in their order; pure. */
import type { Measurement } from '@espalier/domain';
import { rowsAfter } from '../data/batch-plan.js';
import type { StepLosses } from './train-step.js';

/** Rows that were trained on in a row. */
export interface LossWindow {
  readonly rows: number;
  /** Mean losses over them, by task. */
  readonly losses: StepLosses;
}

/** Windows between the measurements of a curve; those of the epochs where nothing was measured. */
export function lossWindows(
  curve: readonly Measurement[],
  epochLosses: readonly StepLosses[],
  { rows, batchSize }: { readonly rows: number; readonly batchSize: number },
): LossWindow[] {
  const measured = curve.flatMap(({ step, trainingLosses }, index) => {
    if (trainingLosses === null) return [];
    const before = curve[index - 1]?.step ?? 0;
    return [
      { rows: rowsAfter(step, rows, batchSize) - rowsAfter(before, rows, batchSize), losses: trainingLosses },
    ];
  });
  return measured.length > 0 ? measured : epochLosses.map((losses) => ({ rows, losses }));
}

/**
 * The mean loss of a task over windows together, from the first given one on until their rows are enough, or all of them.
 * @returns rows 0 where there is no window
 */
export function meanLoss(
  windows: readonly LossWindow[],
  task: string,
  enoughRows: number,
): { readonly rows: number; readonly loss: number } {
  let rows = 0;
  let sum = 0;
  for (const window of windows) {
    if (rows >= enoughRows) break;
    rows += window.rows;
    sum += window.rows * (window.losses[task] ?? Number.NaN);
  }
  return { rows, loss: sum / rows };
}
