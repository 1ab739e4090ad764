/**
 * Responsible for an orchestrator's questions to the workflows of models, over the connection that it serves on.
 * Leaves to others: a Temporal that is away for longer (the activity that asks is tried again).
 */
import { EspalierError } from '@espalier/domain';
import { askPatiently, updateWithStart } from '@espalier/temporal';
import { modelUpdate } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { StageServices } from '../stages/stage-services.js';

/** Temporal takes ten requests of a workflow at a time; those of more runs that end at once ask again. */
const patienceMs = 60_000;

export function modelAsker(connection: NativeConnection, namespace: string): StageServices['askModel'] {
  const client = new Client({ connection, namespace });
  return (model, request, id) =>
    askPatiently(
      () => updateWithStart(client, modelUpdate(model, request, id)),
      patienceMs,
      (cause) =>
        new EspalierError(
          'workflow.temporal-unreachable',
          `Temporal did not take a change of model ${model}.`,
          {
            details: { model },
            cause,
          },
        ),
    );
}
