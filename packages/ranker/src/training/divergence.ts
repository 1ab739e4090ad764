/** Whether a training learnt nothing but nonsense: its own rows say so, whatever the others say. Pure. */
import { EspalierError } from '@espalier/domain';
import type { RowLoss } from '../task-kinds/task-kind.js';
import { type LossWindow, meanLoss } from './loss-windows.js';

export interface TrainingEnd {
  /** All that was trained on, the last window last. */
  readonly windows: readonly LossWindow[];
  /** What predicting the mean label of the rows that are learnt from loses on a row, by task. */
  readonly baseLosses: Readonly<Record<string, RowLoss>>;
  /** The forest's own losses, by task, on rows that it has not seen: where training starts; none where nothing was measured. */
  readonly forestLosses: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly lastStep: number;
}

/** Forests of few positives are worse than the base rate themselves, and dropout adds to a loss: not by as much as this. */
const tolerance = 2;
/** By as many of its standard errors chance moves a mean at the very most. */
const chance = 4;

/**
 * A network that starts at the forest, or at the base rates, gets far worse than both on the very rows that it learns from only by steps
 * that are too large. Of a rare task a handful of rows say nothing: the last ones count, as many as chance leaves something to say.
 * @throws EspalierError `trainer.diverged` naming each such task
 */
export function refuseDivergence(end: TrainingEnd): void {
  const { windows, baseLosses, forestLosses, learningRate, lastStep } = end;
  const lastFirst = windows.toReversed();
  const diverged = Object.entries(baseLosses).flatMap(([task, base]) => {
    const enoughRows = ((chance * base.standardDeviation) / base.mean) ** 2;
    const { rows, loss } = meanLoss(lastFirst, task, enoughRows);
    const start = Math.max(base.mean, forestLosses[task] ?? 0);
    const byChance = (chance * base.standardDeviation) / Math.sqrt(rows);
    return loss > Math.max(tolerance * start, start + byChance) ? [{ task, loss, start }] : [];
  });
  if (diverged.length === 0) return;
  const told = diverged.map(
    ({ task, loss, start }) => `${task} ${loss.toFixed(4)} (before: about ${start.toFixed(4)})`,
  );
  throw new EspalierError(
    'trainer.diverged',
    `The training diverged: at step ${lastStep} the loss on its own rows is ${told.join(', ')}. training.learningRate, ${learningRate}, is too high.`,
    { details: { lastStep, tasks: diverged } },
  );
}
