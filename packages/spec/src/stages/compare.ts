/** Variants' predictions are compared on the same rows, and their networks' speed. */
import type { StageDeclaration } from './declaration.js';
import { measuredTasks } from './measured-tasks.js';

export const compare = {
  // And the trainings and evaluations that it compares.
  reads: ['fit-encoder', 'encode'],
  work: { kind: 'fan-out' },
  // Measures how fast networks score.
  alwaysRuns: true,
  isNeverCached: true,
  specPart: measuredTasks,
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: () => 1,
} as const satisfies StageDeclaration<'compare'>;
