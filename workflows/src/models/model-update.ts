/** Responsible for what asking a model for a change is made of; its workflow is started where it does not run. Pure. */
import type { ModelRequest } from '@espalier/domain';
import { orchestratorTaskQueue } from '../contracts.js';
import { longestModelHistory, type ModelWorkflowInput, modelWorkflowId } from './model-messages.js';

/** @param id the same again is the same request */
export function modelUpdate(model: string, request: ModelRequest, id: string) {
  const input: ModelWorkflowInput = { model, longestHistory: longestModelHistory };
  return {
    workflow: {
      type: 'modelRegistry',
      id: modelWorkflowId(model),
      taskQueue: orchestratorTaskQueue,
      args: [input] as const,
    },
    update: { name: 'changeModel', id, args: [request] as const },
  };
}
