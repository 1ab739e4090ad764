export { askedStages } from './asked-stages.js';
export { asksForChampion } from './asks-for-champion.js';
export { checkpointSpacing } from './checkpoint-spacing.js';
export { clusterColumn } from './cluster-column.js';
export { crossFitFolds } from './cross-fit-folds.js';
export { definePipeline } from './define-pipeline.js';
export { durationSeconds } from './duration.js';
export { type ColumnSlices, gateSlices } from './gate-slices.js';
export { formatPath } from './issue-path.js';
export { lookedUpColumns } from './join-schema.js';
export { specJsonSchema } from './json-schema.js';
export { type ComparisonOptions, type LoadedComparison, loadComparison } from './load-comparison.js';
export { type LoadOptions, loadRecordedSpec, loadSpec, loadSpecText, specInvalid } from './load-spec.js';
export type { LoadedSpec } from './loaded-spec.js';
export { measuringSteps } from './measuring-interval.js';
export { modellingPart } from './modelling-part.js';
export { nearestName } from './nearest-name.js';
export type { ColumnProfile, NumberProfile, ParquetProfile } from './parquet-profile.js';
export { parseShare as parseSample } from './percentage.js';
export {
  type ChecksSpec,
  type PipelineInput,
  type PipelineSpec,
  pipelineSchema,
  type TaskSpec,
} from './pipeline-schema.js';
export { renderSpecIssue, renderSpecIssues } from './render-issues.js';
export { isLocalPlace, sourcePlaces, startsFromFolder } from './source-places.js';
export { type SpecDifference, specDifferences } from './spec-differences.js';
export type { SpecIssue } from './spec-issue.js';
export { sqlName } from './sql-text.js';
export { writeStarterSpec } from './starter-spec.js';
export { type TrainingPlan, trainingPlan, trainingSeed } from './training-plan.js';
export { trainingShares } from './training-shares.js';
