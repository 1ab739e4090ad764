/**
 * Responsible for the typed way to write a pipeline: `export default definePipeline({ … })` in a TypeScript file.
 * Leaves to others: checking it, which `loadSpec` does as for YAML.
 */
import type { PipelineInput } from './pipeline-schema.js';

/** Gives completion and types; returns its argument. */
export function definePipeline(pipeline: PipelineInput): PipelineInput {
  return pipeline;
}
