/**
 * Responsible for questions to Temporal that nobody may want the answer of any more: waits for a run's end, for a workflow's answer.
 * Leaves to others: what is asked, patience with a server that is away (ask-patiently.ts).
 */
import { type ConnectionLike, isGrpcServiceError, ServiceError } from '@temporalio/client';

/** Of gRPC's codes those of a call that was given up: cancelled, deadline. */
const timeouts: readonly number[] = [1, 4];
/** Then it is asked again: a wait for hours is made of many. */
const longestAskMs = 60_000;

/**
 * Asks until there is an answer, however long, or nobody wants it.
 * A worker's connection can't call a question off: what is left of it ends by itself within a minute.
 * @param call the same question each time
 * @throws the signal's reason; whatever else `call` throws
 */
export async function askUntilAborted<T>(
  connection: ConnectionLike,
  call: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const ask = async (): Promise<T> => {
    for (;;) {
      const deadlineMs = Date.now() + longestAskMs;
      try {
        return await connection.withDeadline(deadlineMs, call);
      } catch (error) {
        if (Date.now() < deadlineMs || !isTimeout(error)) throw error;
        // Nobody waits any more.
        signal?.throwIfAborted();
      }
    }
  };
  if (signal === undefined) return ask();
  signal.throwIfAborted();
  const asking = ask();
  asking.catch(() => undefined);
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([asking, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && timeouts.includes(cause.code);
}
