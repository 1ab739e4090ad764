export * from './arrivals.js';
export { type PipelineReference, parsePipelineReference } from './pipeline-reference.js';
export { isSameSource, type PipelineSource, type PipelineVersion } from './pipeline-version.js';
export * from './run-queue.js';
