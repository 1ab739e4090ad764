/** Ranks train the network. */
import { shapingTraining } from '../modelling-part.js';
import { trainingShares } from '../training-shares.js';
import type { StageDeclaration } from './declaration.js';
import { namedTask } from './named-task.js';

export const train = {
  reads: ['extract', 'fit-encoder', 'encode'],
  work: { kind: 'gang', role: 'trainer' },
  specPart: ({ seed, tasks, source, model, training }) => ({
    ...{ seed, model, training: shapingTraining(training) },
    tasks: tasks.map(({ group, lossWeight, ...task }) => ({ ...namedTask(task), group, lossWeight })),
    earlyStop: trainingShares(source.split).earlyStop,
  }),
  libraries: ['duckdb', 'xgboost', 'tensorflow'],
  shardsOf: ({ body }) => body.worldSize,
} as const satisfies StageDeclaration<'train'>;
