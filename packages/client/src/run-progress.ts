/**
 * Responsible for where a run stands, whoever can tell: the run itself, its result, or Temporal alone where it was ended from
 * outside. Leaves to others: patience (patience.ts), and what its activities do right now (run-snapshot.ts).
 */
import type { RunProgress } from '@espalier/domain';
import { initialProgress, progressQuery, runEnded, type runGraph } from '@espalier/workflows';
import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
} from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { readFailedRun } from './failed-run.js';
import { statusOf } from './run-status.js';

const queryTimeoutMs = 3_000;

export interface KnownProgress {
  readonly progress: RunProgress;
  /** False where the run goes on but nobody could be asked where it stands. */
  readonly isAnswer: boolean;
}

/** True until the run has ended, in whatever way. */
export function isOpen(description: Pick<WorkflowExecutionDescription, 'status'>): boolean {
  return ['RUNNING', 'PAUSED', 'UNSPECIFIED'].includes(description.status.name);
}

export async function knownProgress(
  temporal: Client,
  description: WorkflowExecutionDescription,
): Promise<KnownProgress> {
  if (!isOpen(description)) return { progress: await endOf(temporal, description), isAnswer: true };
  const progress = await ask(temporal, description.workflowId);
  return { progress: progress ?? unknownProgress(description), isAnswer: progress !== null };
}

/** How a run that has ended did so, with the stages that it had come through. */
async function endOf(temporal: Client, description: WorkflowExecutionDescription): Promise<RunProgress> {
  const handle = temporal.workflow.getHandle<typeof runGraph>(description.workflowId);
  try {
    return (await handle.result()).progress;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return endedWith(temporal, description, error);
  }
}

/** The progress that a failed run carries; of one that was ended from outside, its last. */
export async function endedWith(
  temporal: Client,
  description: WorkflowExecutionDescription,
  failed: WorkflowFailedError,
): Promise<RunProgress> {
  const { progress, error } = readFailedRun(failed);
  if (progress !== null) return progress;
  const last = (await ask(temporal, description.workflowId)) ?? unknownProgress(description);
  const status = statusOf(description.status.name, undefined);
  const endedAtMs = description.closeTime?.getTime() ?? Date.now();
  return runEnded(last, status === 'running' ? 'failed' : status, error, endedAtMs);
}

function unknownProgress(description: WorkflowExecutionDescription): RunProgress {
  return initialProgress(description.workflowId, String(description.memo?.pipeline ?? ''));
}

/** Null where the orchestrator is away or busy, or has not taken the run up yet: the run is there all the same. */
async function ask(temporal: Client, runId: string): Promise<RunProgress | null> {
  try {
    return await temporal.connection.withDeadline(Date.now() + queryTimeoutMs, () =>
      temporal.workflow.getHandle(runId).query(progressQuery),
    );
  } catch (error) {
    const unanswered =
      isGrpcServiceError(error) ||
      error instanceof ServiceError ||
      error instanceof QueryNotRegisteredError ||
      error instanceof NamespaceNotFoundError;
    if (unanswered) return null;
    throw error;
  }
}
