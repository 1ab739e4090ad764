/**
 * Responsible for what is said of the pipeline beside a run or plan of it.
 * Leaves to others: finding it (features), showing it (cli).
 */

/** What was remarked on a pipeline and its source, one sentence each. */
export interface Remarks {
  /** What is probably a mistake. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged. */
  readonly notes: readonly string[];
}

export interface SubmittedRun extends Remarks {
  readonly runId: string;
  /** False where an earlier request of the same idempotency key has started it. */
  readonly isNew: boolean;
}
