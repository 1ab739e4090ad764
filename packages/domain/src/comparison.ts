/** What a comparison of variants of a pipeline tells: all of them measured on the same held-out rows. */

import type { ComparedCosts } from './compared-costs.js';
import type { EvaluationClusters, ModelComparison, TaskMetrics } from './metrics.js';
import type { ComparedVariant } from './run-graph.js';

/** A figure over the trainings of a variant. */
export interface Spread {
  readonly mean: number;
  /** Of the sample; null with one training. */
  readonly standardDeviation: number | null;
  /** By seed. */
  readonly values: readonly number[];
}

/** A point of a plot: a pair, or numbers by field. */
export type PlotPoint = readonly number[] | object;

/**
 * A variant on one task: under the names that the task's kind declares the spread of each figure, null where the rows can't give it, and the
 * points of each plot, of its first training.
 */
export interface VariantTask {
  /** Means over trainings, less those of the baseline; null for the baseline itself. */
  readonly fromBaseline: ModelComparison | null;
  /** The same, less the forest alone. */
  readonly fromForest: ModelComparison;
  /** In how many trainings the task got the network; in the others it kept its forest. */
  readonly withNetwork: number;
  readonly [figure: string]: Spread | readonly PlotPoint[] | ModelComparison | number | null;
}

/** Points of plots, by the names that the task's kind declares. */
export type Plots = Readonly<Record<string, readonly PlotPoint[]>>;

export interface ForestTask {
  readonly metrics: TaskMetrics;
  /** Less the baseline's mean. */
  readonly fromBaseline: ModelComparison;
  readonly [plot: string]: readonly PlotPoint[] | TaskMetrics | ModelComparison;
}

/** The mean loss of each task on the early-stop rows, as training went on. */
export interface LearningCurve {
  readonly seed: number;
  readonly points: readonly { readonly step: number; readonly loss: Readonly<Record<string, number>> }[];
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
  readonly cluster: EvaluationClusters | null;
  /** In the order in which they were asked for. */
  readonly variants: readonly VariantReport[];
  /** Worked out when the report is read. */
  readonly costs: ComparedCosts;
  /** The trees alone, by task. */
  readonly forest: Readonly<Record<string, ForestTask>>;
}
