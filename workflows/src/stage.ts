/** What every stage's workflow has in common: its key, the cache, its progress. The work itself is each stage's own. */
import type { AttemptFailure, ManifestRef } from '@espalier/domain';
import { isCancellation, setHandler } from '@temporalio/workflow';
import { orchestrator } from './activities.js';
import type { StageContext, StageInput, StageOutcome } from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import { attemptsQuery } from './messages.js';

export interface StageWork {
  readonly manifest: ManifestRef;
  /** Shards, or ranks of a gang. */
  readonly shards: number;
}

/** What a stage that failed tells of its attempts, beside its error. */
export type StageEnd = Pick<StageOutcome, 'attempt' | 'lastFailure'>;

/** Told of each attempt as it begins, and of how the one before ended. */
export type OnAttempt = (attempt: number, lastFailure: AttemptFailure | null) => void;

/** Takes the stage from the cache or does its work. Failures leave as ApplicationFailures with an Espalier code. */
export async function runStage(
  input: StageInput,
  work: (context: StageContext, onAttempt: OnAttempt) => Promise<StageWork>,
): Promise<StageOutcome> {
  let attempt = 1;
  let lastFailure: AttemptFailure | null = null;
  setHandler(attemptsQuery, () => ({ attempt, lastFailure }));
  const { key, verdict, cached, shards } = await orchestrator.resolveStage(input);
  if (cached !== null) return { manifest: cached, verdict, shards, attempt };
  try {
    const done = await work({ ...input, key, token: 1 }, (current, failure) => {
      attempt = current;
      lastFailure = failure;
    });
    return { ...done, verdict, attempt, lastFailure };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return rethrow(error, { attempt, lastFailure } satisfies StageEnd);
  }
}

/** Rethrows with the error's own code and cause, so that the parent reads the same as the stage did. */
export function rethrow(error: unknown, details: unknown): never {
  throw toFailure(describeFailure(error), details);
}
