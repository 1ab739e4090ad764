/** Everything that the orchestrator's worker registers as a workflow. */
export { backfillPartitions } from './backfills/backfill-partitions.js';
export {
  encodeShards,
  evaluateNetwork,
  extractFeatures,
  fitEncoder,
  planSource,
  publishBundle,
  trainNetwork,
  trainPipeline,
} from './before-graphs.js';
export { retryRuns } from './bulk/retry-runs.js';
export { modelRegistry } from './models/model-registry.js';
export { notify } from './notifications/notify.js';
export { pipelineKeeper } from './pipelines/pipeline-keeper.js';
export { previewPlan } from './preview-plan.js';
export { runGraph } from './run-graph.js';
export { scheduledRun } from './schedules/scheduled-run.js';
export { stageInstance } from './stage-instance.js';
