/** Responsible for what a bulk retry is: the failed runs that it retries, how many at a time, and what has become of each. Leaves to others: doing it (workflows). */
import type { SerializedError } from './errors/espalier-error.js';

export type RetryOutcome =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  /** No retry was started: it may not be, or its pipeline has mistakes by now. */
  | 'refused'
  /** Somebody else has retried it meanwhile. */
  | 'left-out';

export const retryOutcomes: readonly RetryOutcome[] = [
  ...(['succeeded', 'failed', 'cancelled', 'refused', 'left-out'] as const),
];

/** What was asked for; it never changes. */
export interface BulkRetryRecord {
  readonly id: string;
  /** IDs of the runs that are retried, the one that failed last first. */
  readonly runs: readonly string[];
  /** Retries that go at once. */
  readonly sideBySide: number;
  readonly reason: string;
  /** Name of whoever has asked. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** `stopped`: somebody has broken it off, or a fault has. */
export type BulkRetryStatus = 'running' | 'done' | 'stopped';

export interface EndedRetry {
  /** The run that failed. */
  readonly of: string;
  readonly outcome: RetryOutcome;
  /** Its retry; null where none was started. */
  readonly runId: string | null;
  readonly problem: SerializedError | null;
}

export interface BulkRetryProgress {
  readonly status: BulkRetryStatus;
  readonly total: number;
  readonly counts: Readonly<Record<RetryOutcome, number>>;
  readonly running: readonly { readonly of: string; readonly runId: string }[];
  /** Of those that did not succeed the latest twenty. */
  readonly troubles: readonly EndedRetry[];
  /** Why nothing further is begun; null where it is. */
  readonly stopped: string | null;
}

export const noRetries: BulkRetryProgress['counts'] = {
  ...{ succeeded: 0, failed: 0, cancelled: 0, refused: 0, 'left-out': 0 },
};

/** Retries in one operation: each is some events in one history. */
export const mostBulkRetries = 200;
/** That go at once. */
export const mostRetriesSideBySide = 20;
