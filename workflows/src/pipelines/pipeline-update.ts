/** Responsible for what asking a pipeline's workflow is made of; it is started where it does not run. Pure. */
import { orchestratorTaskQueue } from '../contracts.js';
import {
  longestPipelineHistory,
  type PipelineWorkflowInput,
  pipelineWorkflowId,
  type TurnRequest,
} from './pipeline-messages.js';

/** A run that asks for its turn. @param id the same again is the same request */
export function turnUpdate(request: TurnRequest, id: string) {
  return pipelineUpdate(request.pipeline, { name: 'enterPipeline', id, args: [request] as const });
}

/** Asks the pipeline to look for arrivals from now on. */
export function watchArrivalsUpdate(pipeline: string, id: string) {
  return pipelineUpdate(pipeline, { name: 'watchArrivals', id, args: [null] as const });
}

function pipelineUpdate<Args extends readonly [unknown]>(
  pipeline: string,
  update: { readonly name: string; readonly id: string; readonly args: Args },
) {
  const input: PipelineWorkflowInput = { pipeline, longestHistory: longestPipelineHistory };
  return {
    workflow: {
      type: 'pipelineKeeper',
      id: pipelineWorkflowId(pipeline),
      taskQueue: orchestratorTaskQueue,
      args: [input] as const,
    },
    update,
  };
}
