/** Responsible for what asking a pipeline's workflow is made of; it is started where it does not run. Pure. */
import { orchestratorTaskQueue } from '../contracts.js';
import {
  longestPipelineHistory,
  type PipelineWorkflowInput,
  pipelineWorkflowId,
  type TurnRequest,
} from './pipeline-messages.js';

/** A run that asks for its turn. */
export function turnUpdate(request: TurnRequest, id: string) {
  const { pipeline } = request;
  const input: PipelineWorkflowInput = { pipeline, longestHistory: longestPipelineHistory };
  return {
    workflow: {
      type: 'pipelineKeeper',
      id: pipelineWorkflowId(pipeline),
      taskQueue: orchestratorTaskQueue,
      args: [input] as const,
    },
    update: { name: 'enterPipeline', id, args: [request] as const },
  };
}
