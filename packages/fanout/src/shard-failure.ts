/**
 * What a failed try of a shard means: try again, or give up with which error. Pure.
 * Leaves the doing to `shard-worker`, and the words for what a shard reads to `shard-inputs`.
 */
import { EspalierError } from '@espalier/domain';
import { nameOfShard, namesInput, readsText } from './shard-inputs.js';
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

/**
 * @param attempt which try of the shard failed, from 1
 * @param inputs what the shard reads, as people call it: the error names some of it where it names none
 */
export function decideFailure(
  thrown: unknown,
  job: ShardJob,
  attempt: number,
  inputs: readonly string[] = [],
): FailureDecision {
  if (thrown instanceof EspalierError) {
    const limit = thrown.kind === 'platform' ? maxAttemptsOfFaults : maxAttempts;
    return { retry: thrown.retryable && attempt < limit, error: withShard(thrown, job, inputs) };
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `${nameOfShard(job)} failed: ${reason.replace(/\.$/, '')}.`;
  const details = { shard: job.shard, stage: job.instance ?? job.stage, kind: job.kind, tries: attempt };
  const error = new EspalierError('fanout.shard-failed', message, { cause: thrown, details });
  return { retry: attempt < maxAttemptsOfFaults, error: withShard(error, job, inputs) };
}

export interface SuspectInputs {
  /** All that the shard reads, as people call it. */
  readonly inputs: readonly string[];
  /** Which of it was worked on when the worker died last; null where that is not known. */
  readonly part: string | null;
}

/** The error that ends a shard whose worker died under it too often, or null while it may be tried again. */
export function decideCrashes(
  job: ShardJob,
  crashes: number,
  maxCrashes: number,
  { inputs, part }: SuspectInputs,
): EspalierError | null {
  if (crashes < maxCrashes) return null;
  const told = `${nameOfShard(job)} took its worker down ${crashes} times`;
  const others = inputs.length > 1 ? `, one of the ${inputs.length} that it reads` : '';
  const message =
    part === null ? `${told}.${readsText(inputs)}` : `${told}, the last time over ${part}${others}.`;
  const place = { shard: job.shard, stage: job.instance ?? job.stage, kind: job.kind };
  const details = { ...place, crashes, inputs: inputs.length, ...(part === null ? {} : { uri: part }) };
  return new EspalierError('fanout.shard-crashes', message, { details });
}

function withShard(error: EspalierError, job: ShardJob, inputs: readonly string[]): EspalierError {
  const reads = namesInput(error, inputs) ? '' : readsText(inputs);
  return new EspalierError(error.code, `${error.message}${reads}`, {
    cause: error.cause,
    details: { shard: job.shard, ...error.details },
  });
}
