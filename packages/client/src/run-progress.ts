/**
 * Responsible for where a run stands, whoever can tell: the run itself, its result, or Temporal alone where it was ended from
 * outside. Leaves to others: patience (patience.ts), and what its activities do right now (run-snapshot.ts).
 */
import type { RetryOf, RunGraph, RunProgress } from '@espalier/domain';
import {
  type GraphRun,
  initialProgress,
  progressQuery,
  type RunResult,
  runEnded,
  type runGraph,
} from '@espalier/workflows';
import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
} from '@temporalio/client';
import { defaultPayloadConverter, NamespaceNotFoundError } from '@temporalio/common';
import { readFailedRun } from './failed-run.js';
import { statusOf } from './run-status.js';

const queryTimeoutMs = 3_000;

export interface KnownProgress {
  readonly progress: RunProgress;
  /** False where the run goes on but nobody could be asked where it stands. */
  readonly isAnswer: boolean;
  /** What its instances made, where its result tells it. */
  readonly manifests?: RunResult['manifests'];
}

/** True until the run has ended, in whatever way. */
export function isOpen(description: Pick<WorkflowExecutionDescription, 'status'>): boolean {
  return ['RUNNING', 'PAUSED', 'UNSPECIFIED'].includes(description.status.name);
}

export async function knownProgress(
  temporal: Client,
  description: WorkflowExecutionDescription,
): Promise<KnownProgress> {
  if (!isOpen(description)) return { ...(await endOf(temporal, description)), isAnswer: true };
  const progress = await ask(temporal, description.workflowId);
  return {
    progress: progress ?? (await unknownProgress(temporal, description)),
    isAnswer: progress !== null,
  };
}

/** How a run that has ended did so, with the stages that it had come through. */
async function endOf(
  temporal: Client,
  description: WorkflowExecutionDescription,
): Promise<Omit<KnownProgress, 'isAnswer'>> {
  const handle = temporal.workflow.getHandle<typeof runGraph>(description.workflowId);
  try {
    return await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { progress: await endedWith(temporal, description, error) };
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
  const last =
    (await ask(temporal, description.workflowId)) ?? (await unknownProgress(temporal, description));
  const status = statusOf(description.status.name, undefined);
  const endedAtMs = description.closeTime?.getTime() ?? Date.now();
  return runEnded(last, status === 'running' ? 'failed' : status, error, endedAtMs);
}

/** What the run is to do, though not how far it is. */
async function unknownProgress(
  temporal: Client,
  { workflowId, memo }: WorkflowExecutionDescription,
): Promise<RunProgress> {
  const graph = await startedGraph(temporal, workflowId);
  const retryOf = memo?.retryOf as RetryOf | undefined;
  const progress = initialProgress(workflowId, String(memo?.pipeline ?? ''), graph);
  return retryOf === undefined ? progress : { ...progress, retryOf };
}

/** The graph that the run was started with, as the first event of its history has it; undefined for runs of earlier versions. */
async function startedGraph(temporal: Client, runId: string): Promise<RunGraph | undefined> {
  const { history } = await temporal.workflowService.getWorkflowExecutionHistory({
    namespace: temporal.options.namespace,
    execution: { workflowId: runId },
    maximumPageSize: 1,
  });
  const [input] = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const run = input ? defaultPayloadConverter.fromPayload<Partial<GraphRun>>(input) : null;
  return run?.graph;
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
