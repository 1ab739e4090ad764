/** What a host and its rank's process tell each other; both ends of each message in one type. */
import type { RankProgress, SerializedError } from '@espalier/domain';
import type { RankInput, RankResult } from '@espalier/workflows';

/** Host to rank, once, at the start. */
export interface RankAssignment {
  readonly input: RankInput;
  /** Empty folder for the rank's files; the host removes it. */
  readonly scratchDir: string;
}

/** Rank to host. */
export type RankReport =
  | { readonly kind: 'progress'; readonly progress: RankProgress }
  /** It waits for a disk, S3 or its peers, which have limits of their own, and uses no CPU meanwhile. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'done'; readonly result: RankResult }
  | { readonly kind: 'failed'; readonly error: SerializedError };
