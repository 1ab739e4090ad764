/** Responsible for an orchestrator's questions to the workflows of models, over the connection that it serves on. */
import { updateWithStart } from '@espalier/temporal';
import { modelUpdate } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { StageServices } from '../stages/stage-services.js';

export function modelAsker(connection: NativeConnection, namespace: string): StageServices['askModel'] {
  const client = new Client({ connection, namespace });
  return (model, request, id) => updateWithStart(client, modelUpdate(model, request, id));
}
