/**
 * Both ends of what crosses between a feeder and its thread.
 * Leaves the batches themselves to `batch-ring.ts`.
 */
import type { SerializedError } from '@espalier/domain';
import type { RowLayout } from '../data/row-layout.js';
import type { BatchRing } from './batch-ring.js';
import type { FeedSpan } from './feed-span.js';
import type { FileMap } from './mapped-file.js';

/** What the thread starts with. */
export interface FeederThreadData {
  readonly shardPaths: readonly string[];
  readonly layout: RowLayout;
  readonly seed: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly rank: number;
  readonly worldSize: number;
  readonly firstStep: number;
  readonly ringSize: number;
  /** Undefined: where the shards are large for this machine. */
  readonly prefetchRows: boolean | undefined;
  readonly recordSpans: boolean;
}

interface OpenedMessage {
  readonly kind: 'opened';
  readonly rows: number;
  readonly ring: BatchRing;
  /** The receiver's to unmap once the thread has ended, however it did. */
  readonly maps: readonly FileMap[];
}

export type FeederMessage =
  | OpenedMessage
  | { readonly kind: 'failed'; readonly error: SerializedError }
  | { readonly kind: 'spans'; readonly spans: readonly FeedSpan[] };
