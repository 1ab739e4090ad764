/** Reads what a failed workflow carries: its error with a code, and how far the run had come. */
import { isErrorCode, type RunProgress, type SerializedError } from '@espalier/domain';
import { ApplicationFailure, type WorkflowFailedError } from '@temporalio/client';

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
  return {
    error: {
      code: 'workflow.unexpected',
      message: cause?.message ?? failed.message,
      details: {},
    },
    progress: null,
  };
}
