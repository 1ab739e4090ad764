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

/** @throws EspalierError as the workflow refuses; Temporal's own errors otherwise */
export async function updateWithStart<Answer>(client: Client, asked: StartedUpdate): Promise<Answer> {
  const { workflow, update } = asked;
  const start = new WithStartWorkflowOperation(workflow.type, {
    workflowId: workflow.id,
    taskQueue: workflow.taskQueue,
    args: [...workflow.args],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  // Where the update fails, so does the start, which nobody waits for.
  start.workflowHandle().catch(() => undefined);
  try {
    return await client.workflow.executeUpdateWithStart<() => Promise<void>, Answer, unknown[]>(update.name, {
      updateId: update.id,
      args: [...update.args],
      startWorkflowOperation: start as WithStartWorkflowOperation<() => Promise<void>>,
    });
  } catch (error) {
    throw refusalIn(error) ?? error;
  }
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
