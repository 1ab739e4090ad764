/**
 * Responsible for patience with Temporal: a server that is slow, starting, busy or away for a moment is asked again.
 * Leaves to others: what was asked, errors that asking again does not mend, and what is said of a server that never answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/** Of gRPC's codes those that say nothing of the request: unknown, deadline, exhausted, aborted, internal, unavailable. */
const passingCodes: readonly number[] = [2, 4, 8, 10, 13, 14];

/** True for an error that may be gone when one asks again. A server that has just started knows no namespace yet. */
function isPassing(error: unknown): boolean {
  if (lacksNamespace(error)) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && passingCodes.includes(cause.code);
}

/** As the SDK's own error, or as the server's answer. */
export function lacksNamespace(error: unknown): boolean {
  if (error instanceof NamespaceNotFoundError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && /namespace .*not found/i.test(cause.details);
}

/**
 * Calls until there is an answer, or none for `patienceMs`.
 * @param unanswered what is thrown then, of the last error
 * @throws whatever else `call` throws, at once
 */
export async function askPatiently<T>(
  call: () => Promise<T>,
  patienceMs: number,
  unanswered: (error: unknown) => unknown,
): Promise<T> {
  let failingSinceMs: number | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const askedAtMs = Date.now();
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      // A call that only waits, for a run's end, may have been well for hours.
      failingSinceMs ??= Math.max(askedAtMs, Date.now() - patienceMs / 2);
      if (Date.now() - failingSinceMs + pauseMs > patienceMs) throw unanswered(error);
      await sleep(pauseMs);
    }
  }
}
