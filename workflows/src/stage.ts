/** What every stage's workflow has in common: its key, the cache, its progress. The work itself is each stage's own. */
import type { ManifestRef } from '@espalier/domain';
import { setHandler } from '@temporalio/workflow';
import { orchestrator } from './activities.js';
import type { StageContext, StageInput, StageOutcome } from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import { attemptQuery } from './messages.js';

export interface StageWork {
  readonly manifest: ManifestRef;
  /** Shards, or ranks of a gang. */
  readonly shards: number;
}

/** Takes the stage from the cache or does its work. Failures leave as ApplicationFailures with an Espalier code. */
export async function runStage(
  input: StageInput,
  work: (context: StageContext, onAttempt: (attempt: number) => void) => Promise<StageWork>,
): Promise<StageOutcome> {
  let attempt = 1;
  setHandler(attemptQuery, () => attempt);
  const { key, verdict, cached, shards } = await orchestrator.resolveStage(input);
  if (cached !== null) return { manifest: cached, verdict, shards, attempt };
  const done = await work({ ...input, key, token: 1 }, (current) => {
    attempt = current;
  });
  return { ...done, verdict, attempt };
}

/** Rethrows with the error's own code and cause, so that the parent reads the same as the stage did. */
export function rethrow(error: unknown, details: unknown): never {
  throw toFailure(describeFailure(error), details);
}
