/** What a feature worker and the process that computes its shards tell each other; both ends of each message in one type. */
import type { SerializedError } from '@espalier/domain';
import type { ShardJob } from '@espalier/fanout';

/** Worker to process; `request` tells requests apart. */
export type ShardRequest =
  | {
      readonly kind: 'compute';
      readonly request: number;
      readonly job: ShardJob;
      /** As `ShardContext.tellPart`: whether it is to tell each input before it reads it. */
      readonly tellsParts: boolean;
    }
  /** What a job reads, as people call it: answered by a list. */
  | { readonly kind: 'inputs'; readonly request: number; readonly job: ShardJob }
  | { readonly kind: 'abort'; readonly request: number }
  | { readonly kind: 'part-told'; readonly part: number; readonly error: SerializedError | null };

/** Process to worker. */
export type ShardReply =
  /** It has work in hand, and its event loop turns: it may wait for S3, and use no processor meanwhile. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'rows'; readonly request: number; readonly rows: number }
  | {
      readonly kind: 'part';
      readonly request: number;
      readonly part: number;
      readonly input: string | null;
    }
  | { readonly kind: 'done'; readonly request: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly request: number; readonly error: SerializedError };
