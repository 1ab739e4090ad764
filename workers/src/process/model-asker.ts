/** Responsible for what runs ask of the workflows of models. Leaves to others: patience with Temporal (workflow-asker.ts). */
import { modelUpdate } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { StageServices } from '../stages/stage-services.js';
import { askWorkflow } from './workflow-asker.js';

export function modelAsker(connection: NativeConnection, namespace: string): StageServices['askModel'] {
  const client = new Client({ connection, namespace });
  return (model, request, id, signal) => askWorkflow(client, modelUpdate(model, request, id), signal);
}
