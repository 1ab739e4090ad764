/** What a bulk retry's workflow is asked, and what it and its activities hand each other. */
import type { BulkRetryProgress, EndedRetry } from '@espalier/domain';
import { defineQuery, defineSignal } from '@temporalio/workflow';

export const bulkRetryQuery = defineQuery<BulkRetryProgress>('bulkRetry');

/** Begins no further retry; those that go go on. */
export const stopBulkRetrySignal = defineSignal<[reason: string]>('stopBulkRetry');

export function bulkRetryWorkflowId(id: string): string {
  return `bulk-retry/${id}`;
}

export interface BulkRetryInput {
  readonly id: string;
  /** Runs, whose IDs lie in S3. */
  readonly total: number;
  readonly sideBySide: number;
}

export type BegunRetry =
  | { readonly kind: 'run'; readonly of: string; readonly runId: string }
  | { readonly kind: 'ended'; readonly ended: EndedRetry };

/** Activities of the orchestrator that a bulk retry asks. */
export interface BulkRetryActivities {
  /** Retries the run at this place from the stage that failed, once, however often it is asked. */
  retryFailedRun(id: string, place: number): Promise<BegunRetry>;
  /** Keeps how it ended, for when Temporal has forgotten it. */
  recordBulkRetryEnd(id: string, progress: BulkRetryProgress): Promise<void>;
}
