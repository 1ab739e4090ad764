/** What a report says of a model on rows that it has not learned from, and of two models on the same rows. */

/** A 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** A binary task's metrics on held-out rows. A figure that the rows can't give is null, and `unavailable` says why. */
export interface BinaryMetrics {
  readonly kind: 'binary';
  readonly rows: number;
  readonly positives: number;
  readonly auc: number | null;
  /** By DeLong's variance, or by Obuchowski's where rows come in clusters. */
  readonly aucCi: Interval | null;
  readonly logLoss: number;
  readonly normalizedEntropy: number | null;
  readonly observedOverExpected: number;
  /** Why figures are null, as a clause; absent where none is. */
  readonly unavailable?: string;
}

/** Of a task of any kind; `kind` says which figures there are. */
export type TaskMetrics = BinaryMetrics;

/** A figure of the challenger less the baseline's, on the same rows. */
export interface PairedDifference {
  readonly difference: number;
  /** Null, as the interval, where the rows are too few to tell how far chance goes. */
  readonly standardError: number | null;
  readonly ci: Interval | null;
}

export interface ModelComparison {
  /** Above 0 where the challenger orders better; null where the rows are of one class. */
  readonly auc: PairedDifference | null;
  /** Below 0 where the challenger is more likely right. */
  readonly logLoss: PairedDifference;
  /** Groups of rows that the intervals allow for; null where each row stands for itself. */
  readonly clusters: number | null;
  /** Why figures are null, as a clause; absent where none is. */
  readonly unavailable?: string;
}

/** By what held-out rows are grouped. */
export interface EvaluationClusters {
  readonly column: string;
  readonly clusters: number;
}
