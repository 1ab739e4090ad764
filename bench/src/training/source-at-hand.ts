/** Batches that lie in memory, ready made, in the form in which the training loop takes them. */
import type { TrainLoopOptions } from '@espalier/ranker';
import { batchesAtHand } from './training-problem.js';

type BatchSource = TrainLoopOptions['batches'];

export interface AtHandOptions {
  readonly batchSize: number;
  /** Rows of an epoch, a multiple of `batchSize`. */
  readonly rows: number;
  readonly epochs: number;
}

export function sourceAtHand({ batchSize, rows, epochs }: AtHandOptions): BatchSource {
  const stepsPerEpoch = rows / batchSize;
  const batchAt = batchesAtHand({ globalRows: batchSize, rank: 0, worldSize: 1 });
  let nextStep = 0;
  return {
    rows,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * epochs,
    get nextStep() {
      return nextStep;
    },
    async next() {
      const step = nextStep++;
      return { ...batchAt(step), epoch: Math.floor(step / stepsPerEpoch), release: () => {} };
    },
  };
}
