// Responsible for the one error type of this package and its codes.
// Leaves to others: what a code means to a product (exit codes, retries).

/** What went wrong: stable, for programs. */
export type TensorFlowErrorCode =
  /** The addon (or the libtensorflow it links) is missing or does not load. */
  | 'addon-unloadable'
  /** TensorFlow already runs in this process with other options. */
  | 'already-loaded'
  /** An op was refused by TensorFlow or got arguments it cannot take. */
  | 'op-failed'
  /** Shapes, lengths or dtypes do not fit together. */
  | 'shape-mismatch'
  /** A graph is built wrongly: a name twice, an unknown node, an unsupported dtype. */
  | 'invalid-graph'
  /** A step does something that a compiled step could not repeat faithfully. */
  | 'not-compilable'
  /** A dtype or a form of it that JavaScript or this package does not have. */
  | 'unsupported'
  /** A native call was broken off: by TensorFlow itself, or because a peer of the gang died or fell silent. */
  | 'step-aborted'
  /** A gang could not be formed: an address is taken, or a rank did not come in time. */
  | 'cluster-failed'
  /** A state to write has other variables than the step. */
  | 'state-mismatch'
  /** One call at a time: another is under way. */
  | 'busy'
  /** Used after it was disposed. */
  | 'disposed'
  /** A SavedModel is missing, unreadable, or was called with the wrong inputs. */
  | 'saved-model';

/** Every error that this package throws by itself. The message says what happened and where. */
export class TensorFlowError extends Error {
  override readonly name = 'TensorFlowError';

  constructor(
    readonly code: TensorFlowErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
