/** What a report says of a model on rows that it has not learned from, and of two models on the same rows, whatever a task's kind. */
import type { TaskKindName } from './task-kinds/registry.js';

/** A 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** A task's figures on held-out rows, under the names that its kind declares. One that the rows can't give is null, and `unavailable` says why. */
export interface TaskMetrics {
  /** Absent in results of an earlier version, of which all are binary. */
  readonly kind?: TaskKindName;
  readonly rows: number;
  /** Why figures are null, as a clause; absent where none is. */
  readonly unavailable?: string;
  readonly [figure: string]: number | string | Interval | null | undefined;
}

/** A figure of the challenger less the baseline's, on the same rows. */
export interface PairedDifference {
  readonly difference: number;
  /** Null, as the interval, where the rows are too few to tell how far chance goes. */
  readonly standardError: number | null;
  /** Of the interval's t distribution; absent where there is none, and in results of earlier versions. */
  readonly degreesOfFreedom?: number;
  readonly ci: Interval | null;
}

/** Under the name of each figure that models of the task's kind are compared by; null where the rows can't tell. */
export interface ModelComparison {
  /** Groups of rows that the intervals allow for; null where each row stands for itself. */
  readonly clusters: number | null;
  /** Why figures are null, as a clause; absent where none is. */
  readonly unavailable?: string;
  readonly [figure: string]: PairedDifference | number | string | null | undefined;
}

/** By what held-out rows are grouped. */
export interface EvaluationClusters {
  readonly column: string;
  readonly clusters: number;
}
