/** The champion predicts the held-out rows too, and the run's model is measured against it. */
import type { StageDeclaration } from './declaration.js';
import { measuredTasks } from './measured-tasks.js';

export const challenge = {
  reads: ['plan', 'extract', 'evaluate', 'find-champion'],
  work: { kind: 'fan-out' },
  specPart: (spec) => ({
    ...(measuredTasks(spec) as object),
    seed: spec.seed,
    labels: spec.tasks.map(({ label }) => label),
    source: { split: spec.source.split, sample: spec.source.sample },
  }),
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: ({ parts }) => parts.length,
} as const satisfies StageDeclaration<'challenge'>;
