/** The model's champion is scored on the newest partition, before anything trains on it. */
import type { StageDeclaration } from './declaration.js';

export const watch = {
  reads: ['plan'],
  work: { kind: 'fan-out' },
  // Looks at the model, and at its points of partitions before.
  alwaysRuns: true,
  // A partition is scored once anyhow.
  isNeverCached: true,
  specPart: () => ({}),
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: () => 1,
  contentOf: () => ({}),
} as const satisfies StageDeclaration<'watch'>;
