/** One stage of a run, whatever its kind: its key, the cache, the work, its progress. */
import type { AttemptFailure, ManifestRef, StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { isCancellation, log, setHandler } from '@temporalio/workflow';
import { orchestrator, waitingActivities } from './activities.js';
import type { FanoutResult, RankResult, StageContext, StageInput, StageOutcome } from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import { runGang } from './gang.js';
import { attemptsQuery, type StageAttempts } from './messages.js';

/** The activities that compute or commit a stage; each is one for all stages. */
export interface StageActivities {
  computeStage(context: StageContext): Promise<ManifestRef>;
  foldShards(context: StageContext, fanout: FanoutResult): Promise<ManifestRef>;
  commitGang(context: StageContext, ranks: readonly RankResult[]): Promise<ManifestRef>;
}

/** Told of each attempt as it begins, and of how the one before ended. */
export type OnAttempt = (attempt: number, lastFailure: AttemptFailure | null) => void;

interface StageWork {
  readonly manifest: ManifestRef;
  /** Shards, or ranks of a gang. */
  readonly shards: number;
}

/** Takes the stage from the cache or does its work. Failures leave as ApplicationFailures with an Espalier code. */
export async function stageInstance(input: StageInput): Promise<StageOutcome> {
  return runStage(input, orchestrator);
}

export async function runStage(input: StageInput, activities: StageActivities): Promise<StageOutcome> {
  let attempts: StageAttempts = { attempt: 1, lastFailure: null };
  setHandler(attemptsQuery, () => attempts);
  for (let token = 1; ; token = attempts.attempt + 1) {
    attempts = { ...attempts, attempt: token };
    const { key, verdict, cached, shards, fingerprint } = await orchestrator.resolveStage(input);
    if (cached !== null) return { manifest: cached, verdict, shards, attempt: token };
    const context = { ...input, key, token, ...(fingerprint === undefined ? {} : { fingerprint }) };
    try {
      const done = await work(input.stage, context, activities, (attempt, lastFailure) => {
        attempts = { attempt, lastFailure };
      });
      return { ...done, verdict, ...attempts };
    } catch (error) {
      if (isCancellation(error)) throw error;
      const { code, message } = describeFailure(error);
      if (code !== 'workflow.other-workers') return rethrow(error, attempts);
      // Its workers are gone for others: what those make is another result, under a key of its own.
      log.warn('stage begins anew on other workers', { line: { stage: input.stage, cause: message } });
    }
  }
}

async function work(
  stage: StageName,
  context: StageContext,
  { computeStage, foldShards, commitGang }: StageActivities,
  onAttempt: OnAttempt,
): Promise<StageWork> {
  const { work: declared } = stageDeclarations[stage];
  switch (declared.kind) {
    case 'single':
      return { manifest: await computeStage(context), shards: 1 };
    case 'fan-out': {
      const fanout = await waitingActivities().fanOutShards(context);
      return { manifest: await foldShards(context, fanout), shards: fanout.shards };
    }
    case 'gang': {
      const { context: last, ranks } = await runGang(context, declared.role, onAttempt);
      return { manifest: await commitGang(last, ranks), shards: ranks.length };
    }
  }
}

/** Rethrows with the error's own code and cause, so that the parent reads the same as the stage did. */
export function rethrow(error: unknown, details: unknown): never {
  throw toFailure(describeFailure(error), details);
}
