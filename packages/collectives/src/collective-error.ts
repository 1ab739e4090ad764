// Responsible for the one error type of this package and its codes.
// Leaves to others: what a code means to a product (exit codes, retries).

/** What went wrong: stable, for programs. */
export type CollectiveErrorCode =
  /** Not all ranks came in time, one runs twice, or they can't share memory. */
  | 'gang-not-formed'
  /** A rank died, left, or kept the others waiting for longer than the time given. */
  | 'rank-lost'
  /** The ranks ask for different things: other lengths, or other operations. */
  | 'ranks-disagree'
  /** A reducer lacks what the call needs. */
  | 'unsupported'
  /** One call at a time: another is under way. */
  | 'busy'
  /** Used after `close`. */
  | 'closed';

/** Every error that this package throws by itself. The message says what happened and to which rank. */
export class CollectiveError extends Error {
  override readonly name = 'CollectiveError';

  constructor(
    readonly code: CollectiveErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
