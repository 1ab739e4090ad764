/** Feature rows become what the network reads: leaves, or the forests' margins. */
import { crossFitFolds } from '../cross-fit-folds.js';
import type { StageDeclaration } from './declaration.js';

export const encode = {
  reads: ['extract', 'fit-encoder'],
  work: { kind: 'fan-out' },
  specPart: (spec) => ({
    seed: spec.seed,
    tasks: spec.tasks.map(({ name }) => ({ name })),
    encoder: { folds: crossFitFolds(spec) },
    model: { leaves: spec.model.leaves },
  }),
  libraries: ['duckdb', 'xgboost'],
  shardsOf: ({ body }) => body.shards.length,
} as const satisfies StageDeclaration<'encode'>;
