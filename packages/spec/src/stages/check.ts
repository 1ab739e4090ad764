/** The newest data is held to what the run trains on, and to what the champion was trained on. */
import type { StageDeclaration } from './declaration.js';

export const check = {
  reads: ['plan', 'extract'],
  work: { kind: 'fan-out' },
  // Looks at the model's champion, and at what earlier runs remember of the partitions.
  alwaysRuns: true,
  isNeverCached: true,
  specPart: () => ({}),
  libraries: ['duckdb'],
  shardsOf: () => 1,
  // It decides whether there is a bundle, and nothing of what is in it.
  contentOf: () => ({}),
} as const satisfies StageDeclaration<'check'>;
