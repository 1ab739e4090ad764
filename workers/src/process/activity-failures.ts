/** Responsible for the one mapping of errors to Temporal's: which are retried is the error's own word. */
import { CollectiveError, type CollectiveErrorCode } from '@espalier/collectives';
import { type ErrorCode, EspalierError } from '@espalier/domain';
import { TensorFlowError, type TensorFlowErrorCode } from '@espalier/tensorflow';
import { XGBoostError } from '@espalier/xgboost';
import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { boundedError } from './bounded-error.js';
import { startHeartbeats } from './heartbeats.js';
import type { Logger } from './logger.js';

/** A fault of our own may be a race that passes; three times the same is not. */
const platformAttempts = 3;

/** What each of TensorFlow's errors means to a rank. */
const meaningOfTensorFlow: Readonly<Record<TensorFlowErrorCode, ErrorCode>> = {
  'step-aborted': 'workflow.peer-lost',
  'cluster-failed': 'workflow.peer-lost',
  'addon-unloadable': 'native.missing',
  'not-compilable': 'trainer.not-compilable',
  'state-mismatch': 'trainer.invalid-checkpoint',
  'op-failed': 'trainer.step-failed',
  'shape-mismatch': 'trainer.step-failed',
  'invalid-graph': 'trainer.step-failed',
  unsupported: 'trainer.step-failed',
  'saved-model': 'trainer.step-failed',
  'already-loaded': 'workflow.unexpected',
  busy: 'workflow.unexpected',
  disposed: 'workflow.unexpected',
};

/** What each error of the sums over ranks means to a rank. */
const meaningOfCollective: Readonly<Record<CollectiveErrorCode, ErrorCode>> = {
  'rank-lost': 'workflow.peer-lost',
  'gang-not-formed': 'workflow.peer-lost',
  'ranks-disagree': 'trainer.step-failed',
  unsupported: 'trainer.step-failed',
  busy: 'workflow.unexpected',
  closed: 'workflow.unexpected',
};

/** Any error as an EspalierError: native ones by what they mean, unknown ones as a fault of ours. */
export function toEspalierError(error: unknown): EspalierError {
  if (error instanceof EspalierError) return error;
  if (error instanceof XGBoostError && error.code === 'collective-failed') {
    return new EspalierError('workflow.peer-lost', `A collective failed: ${error.message}`, { cause: error });
  }
  if (error instanceof XGBoostError) {
    return new EspalierError('encoder.fit-failed', `XGBoost: ${error.message}`, { cause: error });
  }
  if (error instanceof CollectiveError) {
    const code = meaningOfCollective[error.code];
    return new EspalierError(code, `A sum over ranks failed: ${error.message}`, { cause: error });
  }
  if (error instanceof TensorFlowError) {
    return new EspalierError(meaningOfTensorFlow[error.code], `TensorFlow: ${error.message}`, {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return new EspalierError('features.disk-full', `Scratch space is full: ${message}`, { cause: error });
  }
  return new EspalierError('workflow.unexpected', `Unexpected: ${message}`, { cause: error });
}

function toActivityFailure(error: unknown, attempt: number): Error {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  const known = toEspalierError(error);
  const serialized = boundedError(known.serialize());
  const spent = known.kind === 'platform' && attempt >= platformAttempts;
  return ApplicationFailure.create({
    type: known.code,
    message: serialized.message,
    nonRetryable: !known.retryable || spent,
    details: [serialized],
  });
}

/**
 * Wraps an activity: it heartbeats each second, more rarely where hundreds run, logs its failure, and fails with a code.
 * A cancelled activity ends as cancelled, whatever error its abort led to.
 */
export function activity<Input extends readonly unknown[], Output>(
  logger: Logger,
  run: (...input: Input) => Promise<Output>,
): (...input: Input) => Promise<Output> {
  return async (...input) => {
    const context = Context.current();
    // Of a local activity nobody takes any.
    using _heartbeats = context.info.isLocal ? null : startHeartbeats(context);
    try {
      return await run(...input);
    } catch (error) {
      if (context.cancellationSignal.aborted) throw new CancelledFailure('cancelled', []);
      const { workflowExecution, activityType, attempt } = context.info;
      const runId = workflowExecution?.workflowId.split('/')[0];
      logger.warn({ runId, activity: activityType, attempt, err: error }, 'activity failed');
      throw toActivityFailure(error, attempt);
    }
  };
}
