/** Responsible for the step that a trainer rank takes, as the spec asks for it. */
import {
  createCompiledTrainStep,
  createEagerTrainStep,
  type GradientReducer,
  type LeafType,
  type Network,
  type TrainStep,
  warmupLearningRate,
} from '@espalier/ranker';
import type { PipelineSpec } from '@espalier/spec';
import type { Collective, TensorFlow } from '@espalier/tensorflow';

export interface TrainerStepOptions {
  readonly spec: PipelineSpec;
  readonly totalSteps: number;
  readonly leafType: LeafType;
  readonly reducer: GradientReducer;
  /** Sums in a compiled step. Default: the reducer. */
  readonly collective?: Collective;
}

/** @throws EspalierError `trainer.not-compilable` */
export function createTrainerStep(
  tf: TensorFlow,
  network: Network,
  { spec, totalSteps, leafType, reducer, collective = { kind: 'host', reducer } }: TrainerStepOptions,
): Promise<TrainStep> {
  const { training, tasks } = spec;
  const optimizer = {
    learningRate: warmupLearningRate(training.learningRate, training.warmup, totalSteps),
    lossWeights: Object.fromEntries(tasks.map(({ name, lossWeight }) => [name, lossWeight])),
  };
  if (training.execution === 'eager') {
    return Promise.resolve(createEagerTrainStep(tf, network, optimizer, reducer));
  }
  return createCompiledTrainStep(tf, network, {
    ...optimizer,
    optimizer: training.optimizer,
    maxRows: Math.ceil(training.batchSize / reducer.worldSize),
    leafType,
    threads: 1,
    bfloat16: training.precision === 'bfloat16',
    ...(reducer.worldSize === 1 ? {} : { collective }),
  });
}
