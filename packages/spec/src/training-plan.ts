/** Responsible for what a training does where the pipeline leaves it to the data: how long, and how fast it learns. */
import type { PipelineSpec } from './pipeline-schema.js';

/**
 * Chosen together on made-up logs of many sizes (docs/modelling.md). A network over margins is small and starts as the forest; one over
 * embeddings has a weight for everything that a leaf can mean, and moves a logit by all leaves of a row at once.
 */
const defaults = {
  margins: { epochs: 8, learningRate: 3e-3 },
  embeddings: { epochs: 4, learningRate: 3e-4 },
} as const;

/** A few rows are seen more often: fewer updates than this leave the network where it began. */
const leastSteps = 600;

export interface TrainingPlan {
  readonly epochs: number;
  readonly learningRate: number;
}

/** @param rows of the split `train` */
export function trainingPlan(
  { model, training }: Pick<PipelineSpec, 'model' | 'training'>,
  rows: number,
): TrainingPlan {
  const { epochs, learningRate } = defaults[model.leaves];
  const stepsPerEpoch = Math.max(1, Math.ceil(rows / training.batchSize));
  return {
    epochs: training.epochs ?? Math.max(epochs, Math.ceil(leastSteps / stepsPerEpoch)),
    learningRate: training.learningRate ?? learningRate,
  };
}

/** Of what the training draws: first weights, the order of the rows, dropout. */
export function trainingSeed({ seed, training }: Pick<PipelineSpec, 'seed' | 'training'>): number {
  return training.seed ?? seed;
}
