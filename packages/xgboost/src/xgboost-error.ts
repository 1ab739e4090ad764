// The one error type of this package: what failed, in which native call, and whether the gang is to blame.
// It leaves retrying to the caller.

/**
 * - `library-not-loaded`: the shared library is missing, unreadable or not XGBoost.
 * - `invalid-argument`: refused before the native call (shapes, lengths, options).
 * - `disposed`: the matrix, booster, communicator or thread was already given back.
 * - `collective-failed`: another rank died, stopped answering, or could not be reached. Nothing inside the
 *   collective recovers: end this rank and start the gang again from the last saved model.
 * - `native-failed`: XGBoost itself refused: bad parameter, bad label, corrupt model.
 * - `thread-ended`: the native thread ended while a call was waiting.
 * - `unsupported-model`: the model is valid, but this function does not read its kind.
 */
export type XGBoostErrorCode =
  | 'library-not-loaded'
  | 'invalid-argument'
  | 'disposed'
  | 'collective-failed'
  | 'native-failed'
  | 'thread-ended'
  | 'unsupported-model';

interface XGBoostErrorOptions {
  readonly call?: string;
  readonly nativeText?: string;
  readonly cause?: unknown;
}

export class XGBoostError extends Error {
  override readonly name = 'XGBoostError';
  readonly code: XGBoostErrorCode;
  /** Name of the C function that failed, such as `XGBoosterUpdateOneIter`. */
  readonly call: string | undefined;
  /** XGBoost's own text, whole, native stack trace included. */
  readonly nativeText: string | undefined;

  constructor(code: XGBoostErrorCode, message: string, options: XGBoostErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.call = options.call;
    this.nativeText = options.nativeText;
  }

  /** Builds the error for a C call that returned -1, from XGBGetLastError's text. */
  static fromNative(call: string, nativeText: string): XGBoostError {
    const code = isCollectiveFailure(nativeText) ? 'collective-failed' : 'native-failed';
    return new XGBoostError(code, `${call} failed: ${summaryOf(nativeText)}`, { call, nativeText });
  }
}

// `[14:48:22] /workspace/src/collective/result.cc:83: text` and, for each step of a network failure,
// `- [allreduce.cc:135|14:48:22]: text`, then the native stack: one sentence is left.
function summaryOf(text: string): string {
  const end = text.indexOf('\nStack trace:');
  return (end < 0 ? text : text.slice(0, end))
    .replace(/^\[[\d:]+\] \S+:\d+: /, '')
    .replaceAll(/(- )?\[[\w.]+:\d+\|[\d:]+\]: ?/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

// Only XGBoost's network code reports steps as `[file:line|time]`.
function isCollectiveFailure(text: string): boolean {
  return /\[[\w.]+:\d+\|[\d:]+\]:/.test(text);
}
