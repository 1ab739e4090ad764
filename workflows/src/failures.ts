/** Reads what a failure from an activity or a child workflow means; it retries nothing itself. */
import { isErrorCode, type SerializedError } from '@espalier/domain';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  isCancellation,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow';

/** What the SDK reports for an activity whose worker is stopped in good order. */
const workerShutdownType = 'WorkerShutdown';

/** What went wrong, and whether Temporal says it of an activity or of a whole workflow. */
function rootCause(error: unknown): { readonly cause: unknown; readonly ofWorkflow: boolean } {
  let cause = error;
  let ofWorkflow = false;
  while ((cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure) && cause.cause) {
    ofWorkflow = cause instanceof ChildWorkflowFailure;
    cause = cause.cause;
  }
  return { cause, ofWorkflow };
}

/** Whether the activity itself says that asking again is of no use. */
export function isFinal(error: unknown): boolean {
  const { cause } = rootCause(error);
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}

/** The error as data, with a code even where Temporal itself ended the work. */
export function describeFailure(error: unknown): SerializedError {
  if (isCancellation(error))
    return { code: 'workflow.cancelled', message: 'The run was cancelled.', details: {} };
  const { cause, ofWorkflow } = rootCause(error);
  if (cause instanceof ApplicationFailure && cause.type && isErrorCode(cause.type)) {
    const [serialized] = (cause.details ?? []) as [SerializedError?];
    return serialized ?? { code: cause.type, message: cause.message, details: {} };
  }
  if (cause instanceof TerminatedFailure) {
    return {
      code: 'workflow.terminated',
      message: 'A stage of the run was terminated in Temporal.',
      details: {},
    };
  }
  if (cause instanceof TimeoutFailure && ofWorkflow) {
    return {
      code: 'workflow.timed-out',
      message: 'A stage of the run reached its time limit in Temporal.',
      details: {},
    };
  }
  if (cause instanceof TimeoutFailure) {
    return {
      code: 'workflow.host-lost',
      message: 'A worker process stopped answering.',
      details: { timeout: String(cause.timeoutType) },
    };
  }
  if (cause instanceof ApplicationFailure && cause.type === workerShutdownType) {
    return { code: 'workflow.host-lost', message: 'A worker process was stopped.', details: {} };
  }
  return {
    code: 'workflow.unexpected',
    message: cause instanceof Error ? cause.message : String(cause),
    details: {},
  };
}

/** What a stage's workflow told of itself when it failed with `toFailure`; undefined where it told nothing. */
export function detailsOfFailure(error: unknown): unknown {
  const { cause } = rootCause(error);
  return cause instanceof ApplicationFailure ? cause.details?.[1] : undefined;
}

/** Ends a workflow with this error; `details` ride along for readers of a failed run. */
export function toFailure(error: SerializedError, details: unknown = null): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: true,
    details: [error, details],
  });
}
