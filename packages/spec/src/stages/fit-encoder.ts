/** Ranks fit the forests of all tasks. */
import { crossFitFolds } from '../cross-fit-folds.js';
import type { StageDeclaration } from './declaration.js';
import { namedTask } from './named-task.js';

export const fitEncoder = {
  reads: ['extract'],
  work: { kind: 'gang', role: 'encoder' },
  specPart: (spec) => ({
    seed: spec.seed,
    encoder: { ...spec.encoder, folds: crossFitFolds(spec) },
    tasks: spec.tasks.map(namedTask),
  }),
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: ({ body }) => body.worldSize,
} as const satisfies StageDeclaration<'fit-encoder'>;
