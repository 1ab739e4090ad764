/**
 * Responsible for an orchestrator's questions to workflows that serve many runs, over the connection that it serves on.
 * Leaves to others: a Temporal that is away for longer (the activity that asks is tried again).
 */
import { EspalierError } from '@espalier/domain';
import { askPatiently, askUntilAborted, type StartedUpdate, updateWithStart } from '@espalier/temporal';
import type { Client } from '@temporalio/client';

/** Temporal takes ten requests of a workflow at a time; those of more runs ask again. */
const patienceMs = 60_000;

/**
 * @param signal that nobody waits for the answer any more: a process that stops may be the only one that serves the workflow
 * @throws EspalierError as the workflow refuses; `workflow.temporal-unreachable`; the signal's reason
 */
export function askWorkflow<Answer>(
  client: Client,
  update: StartedUpdate,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { id } = update.workflow;
  const ask = () => updateWithStart<Answer>(client, update);
  return askPatiently(
    () => askUntilAborted(client.connection, ask, signal),
    patienceMs,
    (cause) =>
      new EspalierError('workflow.temporal-unreachable', `Temporal did not take a request to ${id}.`, {
        details: { workflow: id },
        cause,
      }),
  );
}
