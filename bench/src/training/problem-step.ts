/** The product's compiled training step for the model of `bench step`. */
import { buildNetwork, createCompiledTrainStep, type TrainStep } from '@espalier/ranker';
import type { Collective, TensorFlow } from '@espalier/tensorflow';
import { adam } from '../step/step-problem.js';
import { problemLeafMap, problemNetwork } from './training-problem.js';

export interface ProblemStepOptions {
  /** Rows of this rank's part of a batch. */
  readonly rows: number;
  readonly threads: number;
  readonly collective?: Collective;
}

export function createProblemStep(
  tf: TensorFlow,
  { rows, threads, collective }: ProblemStepOptions,
): Promise<TrainStep> {
  const network = buildNetwork(tf, problemNetwork, { leafMap: problemLeafMap(), seed: 7 });
  return createCompiledTrainStep(tf, network, {
    optimizer: 'adam',
    learningRate: () => adam.learningRate,
    lossWeights: {},
    maxRows: rows,
    threads,
    ...(collective === undefined ? {} : { collective }),
  });
}
