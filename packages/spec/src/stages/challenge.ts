/** The champion predicts the held-out rows too, and the run's model is measured against it. */
import { gateSlices } from '../gate-slices.js';
import type { PipelineSpec } from '../pipeline-schema.js';
import type { StageDeclaration } from './declaration.js';
import { measuredTasks } from './measured-tasks.js';

/** Nothing of a pipeline whose gates ask for no slices: its results of before stay what they are. */
function slicesPart(spec: PipelineSpec) {
  const slices = gateSlices(spec);
  return slices.length === 0 ? {} : { publish: { slices } };
}

export const challenge = {
  reads: ['plan', 'extract', 'evaluate', 'find-champion'],
  work: { kind: 'fan-out' },
  specPart: (spec) => ({
    ...(measuredTasks(spec) as object),
    seed: spec.seed,
    labels: spec.tasks.map(({ label }) => label),
    source: { split: spec.source.split, sample: spec.source.sample },
    ...slicesPart(spec),
  }),
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: ({ parts }) => parts.length,
} as const satisfies StageDeclaration<'challenge'>;
