/** What a comparison of variants of a pipeline tells: all of them measured on the same held-out rows. */

import type { BinaryMetrics, EvaluationClusters, ModelComparison } from './metrics.js';
import type { ComparedVariant } from './run-graph.js';

/** A point of a ROC curve. */
export type RocPoint = readonly [falsePositiveRate: number, truePositiveRate: number];

/** Rows of about one probability: what was predicted for them on average, and what share was positive. */
export interface CalibrationPoint {
  readonly predicted: number;
  readonly observed: number;
  readonly rows: number;
}

/** A figure over the trainings of a variant. */
export interface Spread {
  readonly mean: number;
  /** Of the sample; null with one training. */
  readonly standardDeviation: number | null;
  /** By seed. */
  readonly values: readonly number[];
}

/** A variant on one task. Figures that the rows can't give are null. */
export interface VariantTask {
  readonly auc: Spread | null;
  readonly logLoss: Spread;
  readonly normalizedEntropy: Spread | null;
  readonly observedOverExpected: Spread;
  /** Means over trainings, less those of the baseline; null for the baseline itself. */
  readonly fromBaseline: ModelComparison | null;
  /** The same, less the forest alone. */
  readonly fromForest: ModelComparison;
  /** In how many trainings the task got the network; in the others it kept its forest. */
  readonly withNetwork: number;
  /** Of the first training. */
  readonly roc: readonly RocPoint[];
  readonly calibration: readonly CalibrationPoint[];
}

/** A variant's own figures on one task. */
export type VariantFigures = Pick<
  VariantTask,
  'auc' | 'logLoss' | 'normalizedEntropy' | 'observedOverExpected' | 'roc' | 'calibration'
>;

export interface ForestTask {
  readonly metrics: BinaryMetrics;
  /** Less the baseline's mean. */
  readonly fromBaseline: ModelComparison;
  readonly roc: readonly RocPoint[];
  readonly calibration: readonly CalibrationPoint[];
}

/** The weighted mean loss on the early-stop rows, as training went on. */
export interface LearningCurve {
  readonly seed: number;
  readonly points: readonly { readonly step: number; readonly logLoss: Readonly<Record<string, number>> }[];
}

export interface VariantReport extends ComparedVariant {
  /** Trained numbers; null for results of an earlier version. */
  readonly parameters: number | null;
  /** Of the trainings' own loops, without waiting and loading; from the run that made the result. Null where that is not known. */
  readonly trainingSeconds: Spread | null;
  /** All tasks of a row, by one thread of the machine that made the report; the median of several rounds. */
  readonly scoringRowsPerSecond: number;
  readonly steps: Spread;
  readonly curves: readonly LearningCurve[];
  readonly tasks: Readonly<Record<string, VariantTask>>;
}

export interface ComparisonReport {
  readonly baseline: string;
  readonly rows: number;
  readonly positives: Readonly<Record<string, number>>;
  readonly cluster: EvaluationClusters | null;
  /** In the order in which they were asked for. */
  readonly variants: readonly VariantReport[];
  /** The trees alone, by task. */
  readonly forest: Readonly<Record<string, ForestTask>>;
}
