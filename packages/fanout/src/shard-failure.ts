/**
 * What a failed try of a shard means: try again, or give up with which error. Pure.
 * Leaves the doing to `shard-worker`.
 */
import { EspalierError } from '@espalier/domain';
import type { ShardJob } from './shard-job.js';

/** Tries of one shard; with `retryDelayMs` they span well over a minute of an absent service. */
export const maxAttempts = 14;
/** Tries of a shard that fails by a fault of ours, known or not: it may be a passing one, but most are not. */
const maxAttemptsOfFaults = 2;
const firstDelayMs = 500;
const largestDelayMs = 10_000;

export interface FailureDecision {
  readonly retry: boolean;
  readonly error: EspalierError;
}

/** Pause after the `attempt`th try (1, 2, …) failed: doubling, capped, with `jitter` (0 to 1) taking up to a quarter off. */
export function retryDelayMs(attempt: number, jitter: number): number {
  const delayMs = Math.min(firstDelayMs * 2 ** (attempt - 1), largestDelayMs);
  return Math.round(delayMs * (1 - jitter / 4));
}

/** @param attempt which try of the shard failed, from 1 */
export function decideFailure(thrown: unknown, job: ShardJob, attempt: number): FailureDecision {
  if (thrown instanceof EspalierError) {
    const limit = thrown.kind === 'platform' ? maxAttemptsOfFaults : maxAttempts;
    return { retry: thrown.retryable && attempt < limit, error: withShard(thrown, job) };
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const error = new EspalierError(
    'fanout.shard-failed',
    `Shard ${job.shard} of ${job.instance ?? job.stage} (${job.kind}) failed: ${reason}`,
    {
      cause: thrown,
      details: { shard: job.shard, stage: job.instance ?? job.stage, kind: job.kind, tries: attempt },
    },
  );
  return { retry: attempt < maxAttemptsOfFaults, error };
}

/** The error that ends a shard whose worker died under it too often, or null while it may be tried again. */
export function decideCrashes(job: ShardJob, crashes: number, maxCrashes: number): EspalierError | null {
  if (crashes < maxCrashes) return null;
  return new EspalierError(
    'fanout.shard-crashes',
    `Shard ${job.shard} of ${job.instance ?? job.stage} (${job.kind}) took its worker down ${crashes} times.`,
    { details: { shard: job.shard, stage: job.instance ?? job.stage, kind: job.kind, crashes } },
  );
}

function withShard(error: EspalierError, job: ShardJob): EspalierError {
  return new EspalierError(error.code, error.message, {
    cause: error.cause,
    details: { shard: job.shard, ...error.details },
  });
}
