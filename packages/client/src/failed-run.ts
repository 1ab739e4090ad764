/** Reads what a failed workflow carries: its error with a code, and how far the run had come. */
import { isErrorCode, type RunProgress, type SerializedError } from '@espalier/domain';
import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  type WorkflowFailedError,
} from '@temporalio/client';

export interface FailedRun {
  readonly error: SerializedError;
  readonly progress: RunProgress | null;
}

export function readFailedRun(failed: WorkflowFailedError): FailedRun {
  const cause = failed.cause;
  if (cause instanceof ApplicationFailure && cause.type && isErrorCode(cause.type)) {
    const [error, progress] = (cause.details ?? []) as [SerializedError?, (RunProgress | null)?];
    return {
      error: error ?? { code: cause.type, message: cause.message, details: {} },
      progress: progress ?? null,
    };
  }
  return { error: endedByTemporal(failed), progress: null };
}

/** Temporal ended the run without asking it, so that it could leave no error of its own. */
function endedByTemporal({ cause, message }: WorkflowFailedError): SerializedError {
  if (cause instanceof TerminatedFailure) {
    const reason = /^Workflow execution terminated$/i.test(cause.message) ? '' : `: ${cause.message}`;
    return {
      code: 'workflow.terminated',
      message: `The run was terminated in Temporal${reason}.`,
      details: {},
    };
  }
  if (cause instanceof TimeoutFailure) {
    const text = 'The run reached the time limit that it was started with in Temporal.';
    return { code: 'workflow.timed-out', message: text, details: {} };
  }
  if (cause instanceof CancelledFailure) {
    return { code: 'workflow.cancelled', message: 'The run was cancelled.', details: {} };
  }
  return { code: 'workflow.unexpected', message: cause?.message ?? message, details: {} };
}
