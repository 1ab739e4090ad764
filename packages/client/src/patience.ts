/**
 * Responsible for patience with Temporal: a server that is slow, starting or away for a moment is asked again.
 * Leaves to others: what was asked, and errors that asking again does not mend.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { temporalUnreachable } from './connect.js';

/** For a command that asks and prints. */
export const askingPatienceMs = 10_000;
/** For one that follows a run: the run goes on meanwhile. */
export const watchingPatienceMs = 300_000;

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
function lacksNamespace(error: unknown): boolean {
  if (error instanceof NamespaceNotFoundError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && /namespace .*not found/i.test(cause.details);
}

/**
 * Calls until there is an answer, or none for `patienceMs`.
 * @throws EspalierError `workflow.temporal-unreachable`; whatever else `call` throws, at once
 */
export async function patiently<T>(
  settings: Settings,
  call: () => Promise<T>,
  patienceMs: number = askingPatienceMs,
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
      if (Date.now() - failingSinceMs + pauseMs > patienceMs) throw unanswered(settings, error);
      await sleep(pauseMs);
    }
  }
}

/** For whoever followed a run until nobody answered any more. */
export function runGoesOn(runId: string, error: unknown): unknown {
  if (!(error instanceof EspalierError) || error.code !== 'workflow.temporal-unreachable') return error;
  const message = `${error.message} The run goes on: \`espalier show ${runId} --wait\` follows it again.`;
  return new EspalierError(error.code, message, { cause: error, details: { ...error.details, runId } });
}

function unanswered({ temporal }: Settings, error: unknown): EspalierError {
  if (!lacksNamespace(error)) return temporalUnreachable(temporal, error);
  const { address, namespace } = temporal;
  return new EspalierError(
    'workflow.temporal-unreachable',
    `Temporal at ${address} has no namespace ${namespace} (ESPALIER_TEMPORAL_NAMESPACE).`,
    { cause: error, details: { address, namespace } },
  );
}
