/** What a kind of task is to the network: how its logits are learnt, what they predict, and when one model is better than another. */
import type { ModelComparison, SelectionMetric, TaskMeasurement } from '@espalier/domain';
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { OutputOps } from '../network/network-ops.js';

export interface TaskKind {
  /**
   * What each row and task adds to the objective, of the logits' shape; differentiable, and finite for any logit.
   * @param logits [rows, tasks]
   * @param labels [rows, tasks]
   */
  loss(tf: TensorFlow, logits: Tensor2D, labels: Tensor2D): Tensor2D;
  /** What is predicted, from a network's logits or a forest's margins; number by number, so that training, export and scoring share it. */
  predict<Value>(ops: OutputOps<Value>, logits: Value): Value;
  /** Of predicting the labels' mean for each row. */
  baseLoss(meanLabel: number): RowLoss;
  /** Whether the first is better than the second, on the same rows. */
  isBetter(one: TaskMeasurement, other: TaskMeasurement): boolean;
  /** What states are compared by, lower is better; NaN where the rows can't tell. */
  cost(measured: TaskMeasurement, metric: SelectionMetric): number;
  /** Whether the network, compared with its forest, has shown enough to be published. */
  verdict(comparison: ModelComparison): Verdict;
}

/** What a prediction loses on a row, over the rows. */
export interface RowLoss {
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface Verdict {
  readonly isBetter: boolean;
  /** The figures that it rests on; null where there are none, and `lacking` says why. */
  readonly told: string | null;
  readonly lacking?: string;
}
