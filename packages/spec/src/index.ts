export type { LoadedSpec } from './loaded-spec.js';
export type { ColumnProfile, ParquetProfile } from './parquet-profile.js';
export { parseShare } from './percentage.js';
export { type PipelineInput, type PipelineSpec, pipelineSchema, type TaskSpec } from './pipeline-schema.js';
export type { SpecIssue } from './spec-issue.js';
