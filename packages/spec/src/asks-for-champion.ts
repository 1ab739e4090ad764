import type { PipelineSpec } from './pipeline-schema.js';

/** Whether any gate holds a run's model against the champion of the model that it becomes a version of. */
export function asksForChampion({ publish }: Pick<PipelineSpec, 'publish'>): boolean {
  return publish?.gates?.some(({ against }) => against === 'champion') ?? false;
}
