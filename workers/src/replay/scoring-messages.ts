/** What the process that scores a few rows is told, and answers. */
import type { SerializedError } from '@espalier/domain';
import type { FewRows, FewScores } from '@espalier/scorer';

export type ScoringAssignment = FewRows;

export type ScoringReport =
  | { readonly kind: 'done'; readonly result: FewScores }
  | { readonly kind: 'failed'; readonly error: SerializedError };
