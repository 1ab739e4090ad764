import { asksForChampion } from './asks-for-champion.js';
import type { PipelineSpec } from './pipeline-schema.js';

/** Which stages a run has besides those of every run, as graphs are made by it. */
export function askedStages(spec: Pick<PipelineSpec, 'publish' | 'checks'>) {
  return {
    facesChampion: asksForChampion(spec),
    checksData: spec.checks !== undefined,
    watchesChampion: spec.publish?.watch !== undefined,
  };
}
