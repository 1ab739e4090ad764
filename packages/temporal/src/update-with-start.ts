/**
 * Responsible for an Update of a workflow that is started where it does not run, asked once however often the call is repeated.
 * Leaves to others: which workflow and what it is asked, patience with a server that is away.
 */
import { EspalierError, isErrorCode, type SerializedError } from '@espalier/domain';
import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';

export interface StartedUpdate {
  readonly workflow: {
    readonly type: string;
    readonly id: string;
    readonly taskQueue: string;
    readonly args: readonly [unknown];
  };
  readonly update: {
    readonly name: string;
    /** The same again is the same request. */
    readonly id: string;
    readonly args: readonly [unknown];
  };
}

/** Times that a request may come with the last task of a run, one after the other: each time the workflow has gone on by some others. */
const mostMisses = 100;

/** @throws EspalierError as the workflow refuses; Temporal's own errors otherwise */
export async function updateWithStart<Answer>(client: Client, asked: StartedUpdate): Promise<Answer> {
  for (let misses = 0; ; misses++) {
    try {
      return await askOnce<Answer>(client, asked);
    } catch (error) {
      if (misses === mostMisses || !isUnprocessed(error)) throw refusalIn(error) ?? error;
    }
  }
}

/** It came with a task that was the last of its run: no handler has seen it, and Temporal does not hand it to the next run. */
function isUnprocessed(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return (error.cause as { readonly type?: unknown } | undefined)?.type === 'UnprocessedUpdate';
}

async function askOnce<Answer>(client: Client, asked: StartedUpdate): Promise<Answer> {
  const { workflow, update } = asked;
  const start = new WithStartWorkflowOperation(workflow.type, {
    workflowId: workflow.id,
    taskQueue: workflow.taskQueue,
    args: [...workflow.args],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  // Where the update fails, so does the start, which nobody waits for.
  start.workflowHandle().catch(() => undefined);
  return client.workflow.executeUpdateWithStart<() => Promise<void>, Answer, unknown[]>(update.name, {
    updateId: update.id,
    args: [...update.args],
    startWorkflowOperation: start as WithStartWorkflowOperation<() => Promise<void>>,
  });
}

function refusalIn(error: unknown): EspalierError | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  const { type, details } = (cause ?? {}) as { readonly type?: string; readonly details?: unknown[] };
  if (typeof type !== 'string' || !isErrorCode(type)) return null;
  const [serialized] = (details ?? []) as [SerializedError?];
  return serialized === undefined
    ? new EspalierError(type, cause?.message ?? type)
    : EspalierError.deserialize(serialized);
}
