/**
 * Responsible for a run's status where only Temporal can tell it.
 * Leaves to others: where the run stands (run-progress.ts).
 */
import type { RunStatus } from '@espalier/domain';

/** Temporal's word for how a workflow ended, and the run's own where it says more. */
export function statusOf(temporalStatus: string, attribute: string | undefined): RunStatus {
  switch (temporalStatus) {
    case 'RUNNING':
    case 'PAUSED':
    case 'UNSPECIFIED':
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
