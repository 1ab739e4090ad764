/**
 * Responsible for a run's status and progress where only Temporal can tell them.
 * Leaves to others: what the run itself tells (its progress query).
 */
import type { RunProgress, RunStatus, SerializedError } from '@espalier/domain';
import { initialProgress } from '@espalier/workflows';
import type { WorkflowExecutionDescription } from '@temporalio/client';

/** Temporal's word for how a workflow ended, and the run's own where it says more. */
export function statusOf(temporalStatus: string, attribute: string | undefined): RunStatus {
  switch (temporalStatus) {
    case 'RUNNING':
      return 'running';
    case 'COMPLETED':
      return attribute === 'cancelled' ? 'cancelled' : 'succeeded';
    case 'CANCELLED':
    case 'TERMINATED':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** Progress of a run that was ended from outside, so that it carries none of its own. */
export function endedWithout(description: WorkflowExecutionDescription, error: SerializedError): RunProgress {
  const pipeline = String(description.memo?.pipeline ?? '');
  const status = statusOf(description.status.name, undefined);
  return { ...initialProgress(description.workflowId, pipeline), status, error };
}
