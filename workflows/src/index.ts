export type * from './contracts.js';
export { orchestratorTaskQueue, planningMinutes, waitingTaskQueue } from './contracts.js';
export {
  attemptsQuery,
  cancelSignal,
  pipelineAttribute,
  progressQuery,
  stageAttribute,
  statusAttribute,
} from './messages.js';
export { orchestratorIdentity, storeOfIdentity } from './orchestrator-identity.js';
export { initialProgress, runEnded } from './pipeline-progress.js';
export { inputsOf } from './pipeline-stages.js';
export type { previewPlan } from './preview-plan.js';
export type { trainPipeline } from './train-pipeline.js';
