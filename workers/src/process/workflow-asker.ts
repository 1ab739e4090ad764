/**
 * Responsible for an orchestrator's questions to workflows that serve many runs, over the connection that it serves on.
 * Leaves to others: a Temporal that is away for longer (the activity that asks is tried again).
 */
import { EspalierError } from '@espalier/domain';
import { askPatiently, type StartedUpdate, updateWithStart } from '@espalier/temporal';
import type { Client } from '@temporalio/client';

/** Temporal takes ten requests of a workflow at a time; those of more runs ask again. */
const patienceMs = 60_000;

/** @throws EspalierError as the workflow refuses; `workflow.temporal-unreachable` */
export function askWorkflow<Answer>(client: Client, update: StartedUpdate): Promise<Answer> {
  const { id } = update.workflow;
  return askPatiently(
    () => updateWithStart<Answer>(client, update),
    patienceMs,
    (cause) =>
      new EspalierError('workflow.temporal-unreachable', `Temporal did not take a request to ${id}.`, {
        details: { workflow: id },
        cause,
      }),
  );
}
