/** Responsible for waiting for a run's end, however long. Leaves to others: how it went in full (client). */
import { EspalierError, type RunStatus } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import { askUntilAborted } from '@espalier/temporal';
import type { RunResult, runGraph } from '@espalier/workflows';
import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure, TerminatedFailure } from '@temporalio/common';
import { patiently, watchingPatienceMs } from './patience.js';
import { recordedRun } from './recorded-runs.js';

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
  const ask = () => askUntilAborted<RunResult>(temporal.connection, () => handle.result(), signal);
  try {
    return (await patiently(settings, ask, watchingPatienceMs)).progress.status;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof WorkflowFailedError) return statusOfFailed(error);
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const recorded = await recordedRun(store, runId);
    if (recorded !== null) return recorded.progress.status;
    throw new EspalierError('workflow.run-not-found', `There is no run ${runId}.`, { details: { runId } });
  }
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
