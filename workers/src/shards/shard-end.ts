import type { Fingerprint } from '@espalier/domain';

/** What a worker gives for a shard: its result, and of which environment it is. */
export interface ShardEnd {
  readonly result: unknown;
  readonly fingerprint: Fingerprint;
}
