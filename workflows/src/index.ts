export {
  type AwaitedPartition,
  type BackfillActivities,
  type BackfillInput,
  backfillQuery,
  backfillWorkflowId,
  longestBackfillHistory,
  type PartitionTurn,
  type StartedPartition,
} from './backfills/backfill-messages.js';
export type { backfillPartitions } from './backfills/backfill-partitions.js';
export {
  type BegunRetry,
  type BulkRetryActivities,
  type BulkRetryInput,
  bulkRetryQuery,
  bulkRetryWorkflowId,
  stopBulkRetrySignal,
} from './bulk/bulk-retry-messages.js';
export type { retryRuns } from './bulk/retry-runs.js';
export { compareGraph, trainingsOf } from './compare-graph.js';
export type * from './contracts.js';
export { instanceOf, orchestratorTaskQueue, planningMinutes, waitingTaskQueue } from './contracts.js';
export { madeAnew } from './made-anew.js';
export {
  attemptsQuery,
  cancelSignal,
  pipelineAttribute,
  progressQuery,
  retryOfAttribute,
  type StageAttempts,
  stageAttribute,
  statusAttribute,
  triggerAttribute,
} from './messages.js';
export {
  changeModelUpdate,
  longestModelHistory,
  type ModelActivities,
  type ModelWorkflowInput,
  modelWorkflowId,
} from './models/model-messages.js';
export type { modelRegistry } from './models/model-registry.js';
export { modelUpdate } from './models/model-update.js';
export {
  type Delivery,
  type NotificationActivities,
  type NotificationInput,
  notificationWorkflowId,
} from './notifications/notification-messages.js';
export { orchestratorIdentity, storeOfIdentity } from './orchestrator-identity.js';
export { initialProgress, runEnded } from './pipeline-progress.js';
export {
  hasTurnQuery,
  longestPipelineHistory,
  type PipelineActivities,
  type PipelineWorkflowInput,
  pipelineQuery,
  pipelineWorkflowId,
  type TurnRequest,
} from './pipelines/pipeline-messages.js';
export { turnUpdate, watchArrivalsUpdate } from './pipelines/pipeline-update.js';
export type { previewPlan } from './preview-plan.js';
export type { runGraph } from './run-graph.js';
export type { scheduledRun } from './schedules/scheduled-run.js';
export {
  type PartitionAsked,
  type ScheduleActivities,
  type ScheduledMemo,
  type ScheduledRunInput,
  scheduledWorkflowId,
  scheduleId,
  scheduleNamed,
} from './schedules/scheduled-run-messages.js';
export { type AskedStages, graphOfTraining, trainGraph, trainStages } from './train-graph.js';
export type * from './triggers.js';
