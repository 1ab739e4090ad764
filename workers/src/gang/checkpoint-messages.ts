/** What a rank and its checkpoint thread tell each other; both ends of each message in one type. */
import type { SerializedError } from '@espalier/domain';
import type { Checkpoint } from '@espalier/ranker';
import type { S3Settings } from '@espalier/settings';
import type { StageAttempt } from '@espalier/store';

/** Rank to thread, once, as the thread's `workerData`. */
export interface CheckpointThreadData {
  readonly s3: S3Settings;
  readonly attempt: StageAttempt;
  /** Bound of a part's tensor data; the default of `checkpointParts` where absent. */
  readonly maxPartBytes?: number;
}

/** Rank to thread. The tensors' memory moves to the thread. */
export interface SaveRequest {
  readonly checkpoint: Checkpoint;
}

/** Thread to rank, one for each request. */
export type SaveReply =
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly error: SerializedError };
