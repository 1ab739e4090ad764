/** One stage of a run, whatever its kind: its key, the cache, the work, its progress. */
import type { ManifestRef, SerializedError, StageName } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { isCancellation, log, setHandler } from '@temporalio/workflow';
import { inTask, orchestrator, waitingActivities } from './activities.js';
import type {
  FanoutResult,
  RankResult,
  StageContext,
  StageInput,
  StageOutcome,
  StageResolution,
} from './contracts.js';
import { describeFailure, isFinal, toFailure } from './failures.js';
import { runGang } from './gang.js';
import { attemptsQuery } from './messages.js';
import { attemptAsked, attemptBegun, attemptEnded, attemptFailed, noAttempts } from './stage-attempts.js';

/** The activities that compute or commit a stage; each is one for all stages. */
export interface StageActivities {
  computeStage(context: StageContext): Promise<ManifestRef>;
  foldShards(context: StageContext, fanout: FanoutResult): Promise<ManifestRef>;
  commitGang(context: StageContext, ranks: readonly RankResult[]): Promise<ManifestRef>;
}

/** Told of each attempt of a gang: when it asks for slots, when it has them, how it failed. */
export interface AttemptTold {
  asked(attempt: number): void;
  begun(): void;
  failed(error: SerializedError): void;
}

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
  let attempts = noAttempts;
  setHandler(attemptsQuery, () => attempts);
  const told: AttemptTold = {
    asked: (attempt) => {
      attempts = attemptAsked(attempts, attempt, Date.now());
    },
    begun: () => {
      attempts = attemptBegun(attempts, Date.now());
    },
    failed: (error) => {
      attempts = attemptFailed(attempts, error, Date.now());
    },
  };
  for (let token = 1; ; token = attempts.attempt + 1) {
    attempts = { ...attempts, attempt: token };
    const { key, verdict, cached, shards, fingerprint, worldSize } = await resolve(input);
    if (cached !== null) return { manifest: cached, verdict, shards, attempt: token };
    const context = { ...input, key, token, ...(fingerprint === undefined ? {} : { fingerprint }) };
    try {
      // A run that began before asks for it by an activity, whoever answered here.
      const known = input.resolvesInTask === true ? worldSize : undefined;
      const done = await work(input.stage, context, activities, told, known);
      return { ...done, verdict, ...attemptEnded(attempts, null, Date.now()) };
    } catch (error) {
      if (isCancellation(error)) throw error;
      const failure = describeFailure(error);
      const { code, message } = failure;
      if (code !== 'workflow.other-workers')
        return rethrow(error, attemptEnded(attempts, failure, Date.now()));
      // Its workers are gone for others: what those make is another result, under a key of its own.
      told.failed(failure);
      log.warn('stage begins anew on other workers', { line: { stage: input.stage, cause: message } });
    }
  }
}

async function resolve(input: StageInput): Promise<StageResolution> {
  if (input.resolvesInTask !== true) return orchestrator.resolveStage(input);
  try {
    return await inTask.resolveStage(input);
  } catch (error) {
    if (isCancellation(error) || isFinal(error)) throw error;
    return orchestrator.resolveStage(input);
  }
}

async function work(
  stage: StageName,
  context: StageContext,
  { computeStage, foldShards, commitGang }: StageActivities,
  told: AttemptTold,
  worldSize: number | undefined,
): Promise<StageWork> {
  const { work: declared } = stageDeclarations[stage];
  if (declared.kind !== 'gang') {
    told.asked(context.token);
    told.begun();
  }
  switch (declared.kind) {
    case 'single':
      return { manifest: await computeStage(context), shards: 1 };
    case 'fan-out': {
      const fanout = await waitingActivities().fanOutShards(context);
      return { manifest: await foldShards(context, fanout), shards: fanout.shards };
    }
    case 'gang': {
      const { context: last, ranks } = await runGang(context, declared.role, told, worldSize);
      return { manifest: await commitGang(last, ranks), shards: ranks.length };
    }
  }
}

/** Rethrows with the error's own code and cause, so that the parent reads the same as the stage did. */
export function rethrow(error: unknown, details: unknown): never {
  throw toFailure(describeFailure(error), details);
}
