/** The held-out rows are predicted, and the predictions measured. */
import type { StageDeclaration } from './declaration.js';
import { measuredTasks } from './measured-tasks.js';

export const evaluate = {
  reads: ['fit-encoder', 'encode', 'train'],
  work: { kind: 'fan-out' },
  specPart: measuredTasks,
  libraries: ['tensorflow'],
  shardsOf: ({ parts }) => parts.length,
  // What people look at decides nothing.
  contentOf: ({ plots: _drawn, ...deciding }) => deciding,
} as const satisfies StageDeclaration<'evaluate'>;
