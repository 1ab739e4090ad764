/** Whether a training learnt nothing but nonsense: its own rows say so, whatever the others say. Pure. */
import { EspalierError } from '@espalier/domain';
import type { StepLosses } from './train-step.js';

export interface TrainingEnd {
  /** Mean losses over the last rows that were trained on, in nats. */
  readonly losses: StepLosses;
  /** The loss of predicting the mean label of the rows that are learnt from for each of them, by task. */
  readonly baseLosses: Readonly<Record<string, number>>;
  /** The forest's own losses, by task, on rows that it has not seen: where training starts; none where nothing was measured. */
  readonly forestLosses: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly lastStep: number;
}

/** Forests of few positives are worse than the base rate themselves, and dropout adds to a loss: not by as much as this. */
const tolerance = 2;

/**
 * A network that starts at the forest, or at the base rates, gets far worse than both on the very rows that it learns from only by steps
 * that are too large.
 * @throws EspalierError `trainer.diverged` naming each such task
 */
export function refuseDivergence(end: TrainingEnd): void {
  const { losses, baseLosses, forestLosses, learningRate, lastStep } = end;
  const diverged = Object.entries(losses).flatMap(([task, loss]) => {
    const start = Math.max(baseLosses[task] ?? Number.NaN, forestLosses[task] ?? 0);
    return loss > tolerance * start ? [{ task, loss, start }] : [];
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
