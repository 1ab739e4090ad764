/** What a retry and the run that it is of know of each other. */

/** Of which run, and from which stage on it is made anew. */
export interface RetryOf {
  readonly runId: string;
  /** ID of the stage's instance. */
  readonly from: string;
}

/** A retry, as the run that it is of knows it. */
export interface RetriedAs {
  readonly runId: string;
  readonly from: string;
  /** ISO 8601. */
  readonly at: string;
}
