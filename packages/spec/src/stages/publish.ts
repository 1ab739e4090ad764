/** What predicts, and how it came about, become one bundle. */
import type { StageDeclaration } from './declaration.js';

export const publish = {
  reads: ['extract', 'fit-encoder', 'train', 'evaluate'],
  work: { kind: 'single' },
  // Writes what is there already, or nothing.
  alwaysRuns: true,
  specPart: ({ fleet: _place, ...spec }) => spec,
  libraries: ['duckdb'],
  shardsOf: () => 1,
} as const satisfies StageDeclaration<'publish'>;
