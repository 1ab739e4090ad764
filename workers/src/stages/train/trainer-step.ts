/** Responsible for the step that a trainer rank takes, as the spec asks for it. */
import {
  createCompiledTrainStep,
  createEagerTrainStep,
  type GradientReducer,
  learningRateSchedule,
  type Network,
  type TrainStep,
} from '@espalier/ranker';
import type { PipelineSpec } from '@espalier/spec';
import type { Collective, TensorFlow } from '@espalier/tensorflow';

export interface TrainerStepOptions {
  readonly spec: PipelineSpec;
  /** After warm-up. */
  readonly learningRate: number;
  readonly totalSteps: number;
  /** Rows of the largest part of a batch that a rank gets. */
  readonly maxRows: number;
  readonly reducer: GradientReducer;
  /** Sums in a compiled step. Default: the reducer. */
  readonly collective?: Collective;
}

/** By task. */
export function lossWeights(tasks: PipelineSpec['tasks']): Record<string, number> {
  return Object.fromEntries(tasks.map(({ name, lossWeight }) => [name, lossWeight]));
}

/** @throws EspalierError `trainer.not-compilable` */
export function createTrainerStep(
  tf: TensorFlow,
  network: Network,
  {
    spec,
    learningRate,
    totalSteps,
    maxRows,
    reducer,
    collective = { kind: 'host', reducer },
  }: TrainerStepOptions,
): Promise<TrainStep> {
  const { training, tasks } = spec;
  const optimizer = {
    learningRate: learningRateSchedule(learningRate, { ...training, totalSteps }),
    lossWeights: lossWeights(tasks),
    leafDecay: training.leafDecay,
  };
  if (training.execution === 'eager') {
    return Promise.resolve(createEagerTrainStep(tf, network, optimizer, reducer));
  }
  return createCompiledTrainStep(tf, network, {
    ...optimizer,
    optimizer: training.optimizer,
    maxRows,
    threads: 1,
    bfloat16: training.precision === 'bfloat16',
    ...(reducer.worldSize === 1 ? {} : { collective }),
  });
}
