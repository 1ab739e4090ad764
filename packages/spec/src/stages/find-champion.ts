/** Which version is the champion that the run's model is to be compared with, and whether the held-out rows are fit for it. */
import type { StageDeclaration } from './declaration.js';

export const findChampion = {
  // The evaluation only so that it is not looked for before there is something to compare.
  reads: ['plan', 'evaluate'],
  work: { kind: 'single' },
  // Looks at the model.
  alwaysRuns: true,
  // The next run may find another.
  isNeverCached: true,
  // And so no key has to say which model it is.
  specPart: () => ({}),
  libraries: [],
  shardsOf: () => 1,
  // A bundle scores alike, whatever number it has and wherever it lies.
  contentOf: ({ champion, refusal, otherTasks }) => ({
    bundle: champion?.bundle?.digest ?? null,
    isRefused: refusal !== null,
    otherTasks: Object.keys(otherTasks).sort(),
  }),
} as const satisfies StageDeclaration<'find-champion'>;
