/** Responsible for waiting for a run's end, however long. Leaves to others: how it went in full (client). */
import { EspalierError, type RunStatus } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { RunResult, runGraph } from '@espalier/workflows';
import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { CancelledFailure, TerminatedFailure } from '@temporalio/common';
import { patiently, watchingPatienceMs } from './patience.js';
import { recordedRun } from './recorded-runs.js';

/** Of gRPC's codes those of a call that was given up: cancelled, deadline. */
const timeouts: readonly number[] = [1, 4];
/** Then it is asked again: a wait for hours is made of many. */
const longestAskMs = 60_000;

export interface RunAccess {
  readonly settings: Settings;
  readonly temporal: Client;
  readonly store: Store;
}

/** @throws EspalierError `workflow.run-not-found`, `workflow.temporal-unreachable`; the signal's reason */
export async function endOfRun(
  { settings, temporal, store }: RunAccess,
  runId: string,
  signal?: AbortSignal,
): Promise<RunStatus> {
  const handle = temporal.workflow.getHandle<typeof runGraph>(runId);
  const ask = async (): Promise<RunResult> => {
    for (;;) {
      const deadlineMs = Date.now() + longestAskMs;
      try {
        return await temporal.connection.withDeadline(deadlineMs, () => handle.result());
      } catch (error) {
        if (Date.now() < deadlineMs || !isTimeout(error)) throw error;
        // Nobody waits any more.
        signal?.throwIfAborted();
      }
    }
  };
  try {
    const asking = patiently(settings, ask, watchingPatienceMs);
    return (await unlessAborted(asking, signal)).progress.status;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof WorkflowFailedError) return statusOfFailed(error);
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const recorded = await recordedRun(store, runId);
    if (recorded !== null) return recorded.progress.status;
    throw new EspalierError('workflow.run-not-found', `There is no run ${runId}.`, { details: { runId } });
  }
}

/** A worker's connection can't call a question off: what is left of it ends by itself. */
async function unlessAborted<T>(asking: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return asking;
  signal.throwIfAborted();
  asking.catch(() => undefined);
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([asking, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && timeouts.includes(cause.code);
}

/** How the run stands now. Errors as `endOfRun`. */
export async function statusNow(access: RunAccess, runId: string): Promise<RunStatus> {
  const { settings, temporal } = access;
  const handle = temporal.workflow.getHandle(runId);
  const isOpen = await patiently(settings, () => handle.describe()).then(
    ({ status }) => openStatuses.includes(status.name),
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    },
  );
  return isOpen ? 'running' : endOfRun(access, runId);
}

const openStatuses: readonly string[] = ['RUNNING', 'PAUSED', 'UNSPECIFIED'];

function statusOfFailed({ cause }: WorkflowFailedError): RunStatus {
  return cause instanceof CancelledFailure || cause instanceof TerminatedFailure ? 'cancelled' : 'failed';
}
