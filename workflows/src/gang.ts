/** Runs a gang of ranks, all or nothing, until one attempt is whole. The slots' bookkeeping is the fanout package's. */
import type { SerializedError } from '@espalier/domain';
import { CancellationScope, condition, isCancellation, log, patched, sleep } from '@temporalio/workflow';
import { hostActivities, orchestrator, waitingActivities } from './activities.js';
import {
  type GangGrant,
  type GangRole,
  type GangSlot,
  instanceOf,
  type RankResult,
  type StageContext,
} from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import {
  countDeath,
  countStart,
  decideGang,
  type GangDecision,
  type GangStart,
  gangCause,
  type RepeatedDeath,
  sameDeathsAtLimit,
} from './gang-attempts.js';
import type { AttemptTold } from './stage-instance.js';

/** Once one rank has failed the others get this long to say why: an echo often arrives before its cause. */
const causeWaitMs = 300;
/** Since this change the wait ends with the last rank: a timer of the server takes up to a second longer than it says. */
const waitEndsWithRanks = 'cause-wait-ends-with-ranks';

/** Since this change a gang that dies in the same way at the same step is given up. */
const sameDeathsEnd = 'same-deaths-end';

/** Since this change deaths are counted from the last checkpoint on: a rank that waits for others dies at one step, while they go on. */
const deathsCountFromCheckpoint = 'deaths-count-from-checkpoint';

type RanksOutcome =
  | { readonly kind: 'done'; readonly ranks: readonly RankResult[] }
  | {
      readonly kind: 'failed';
      readonly errors: readonly SerializedError[];
      /** Slots whose hosts had said nothing of their ranks' ends when the others were told to end. */
      readonly silent: readonly GangSlot[];
    };

async function runRanks(context: StageContext, role: GangRole, grant: GangGrant): Promise<RanksOutcome> {
  const errors: SerializedError[] = [];
  const endedRanks = new Set<number>();
  let silent: readonly GangSlot[] = [];
  const scope = new CancellationScope();
  const settled = await scope.run(() =>
    Promise.allSettled(
      grant.slots.map(async (granted) => {
        const { rank, slot, taskQueue } = granted;
        try {
          const worldSize = grant.slots.length;
          const result = await hostActivities(taskQueue).runRank({
            context,
            role,
            gangId: grant.gangId,
            rank,
            worldSize,
            slot,
          });
          endedRanks.add(rank);
          return result;
        } catch (error) {
          if (isCancellation(error)) throw error;
          endedRanks.add(rank);
          errors.push(ofRank(describeFailure(error), context, granted));
          if (errors.length === 1) {
            if (patched(waitEndsWithRanks))
              await condition(() => endedRanks.size === grant.slots.length, causeWaitMs);
            else await sleep(causeWaitMs);
            silent = grant.slots.filter((slot) => !endedRanks.has(slot.rank));
            scope.cancel();
          }
          throw error;
        }
      }),
    ),
  );
  if (errors.length > 0) return { kind: 'failed', errors, silent };
  const ranks: RankResult[] = [];
  for (const rank of settled) {
    if (rank.status === 'rejected') throw rank.reason; // only a cancellation gets here
    ranks.push(rank.value);
  }
  return { kind: 'done', ranks };
}

/** What Temporal itself says of a lost host names neither the host nor the rank. */
function ofRank(error: SerializedError, context: StageContext, { rank, hostId }: GangSlot): SerializedError {
  if (error.code !== 'workflow.host-lost') return error;
  const { runId, token } = context;
  const stage = instanceOf(context);
  return {
    ...error,
    message: `${error.message.replace(/\.$/, '')}: ${hostId}, with rank ${rank} of stage ${stage}.`,
    details: { ...error.details, runId, stage, rank, attempt: token, hostId },
  };
}

/** A lost peer is an echo; where nobody told the cause in time, it is the host that said nothing. */
function withSilentHosts(error: SerializedError, silent: readonly GangSlot[]): SerializedError {
  if (error.code !== 'workflow.peer-lost' || silent.length === 0) return error;
  const hosts = silent.map(({ hostId, rank }) => `${hostId} with rank ${rank}`).join(', ');
  return {
    ...error,
    message: `${error.message.replace(/\.$/, '')}. Nothing was heard of ${hosts}: \`espalier status\` and \`espalier logs RUN\` say how a process ended.`,
    details: { ...error.details, silentHosts: silent.map(({ hostId }) => hostId) },
  };
}

/** A line in the orchestrator's log for each attempt that failed. */
function logFailure(context: StageContext, error: SerializedError, decision: GangDecision): void {
  const next = decision.action === 'fail' ? 'the stage fails' : `again in ${decision.delayMs} ms`;
  log.warn('attempt of a gang failed', {
    line: {
      stage: instanceOf(context),
      attempt: context.token,
      code: error.code,
      cause: error.message,
      next,
    },
  });
}

/**
 * Starts the gang, and again after each infra failure, under a token that rises with every attempt from the stage's on.
 * @param ranks of the gang, where the stage's resolution says
 * @returns every rank's result, in rank order, and the context whose token they ran under.
 * @throws ApplicationFailure with the code of the error that no retry mends.
 */
export async function runGang(
  stage: StageContext,
  role: GangRole,
  told: AttemptTold,
  ranks: number | undefined,
): Promise<{ context: StageContext; ranks: readonly RankResult[] }> {
  const worldSize = ranks ?? (await orchestrator.worldSize(stage));
  const instance = instanceOf(stage);
  const gangId = `${stage.runId}.${instance}`;
  let start: GangStart | null = null;
  let deaths: RepeatedDeath | null = null;
  for (let attempt = stage.token; ; attempt++) {
    told.asked(attempt);
    const context = { ...stage, token: attempt };
    const request = {
      runId: stage.runId,
      stage: stage.stage,
      instance,
      role,
      gangId,
      token: attempt,
      worldSize,
      spec: stage.spec,
      ...(stage.fingerprint === undefined ? {} : { fingerprint: stage.fingerprint }),
    };
    let decision: GangDecision | null = null;
    try {
      const grant = await waitingActivities().acquireGang(request);
      told.begun();
      start = countStart(start, grant.savedSteps ?? 0);
      if (deaths !== null && start.attempts === 1 && patched(deathsCountFromCheckpoint)) deaths = null;
      const outcome = await runRanks(context, role, grant);
      if (outcome.kind === 'done') return { context, ranks: outcome.ranks };
      const error = withSilentHosts(gangCause(outcome.errors), outcome.silent);
      deaths = countDeath(deaths, error);
      const times = sameDeathsAtLimit(deaths);
      const sameDeaths = times > 0 && patched(sameDeathsEnd) ? times : 0;
      decision = decideGang(outcome.errors, start.attempts, sameDeaths);
      told.failed(error);
      logFailure(context, error, decision);
    } finally {
      const release = { ...request, startsAgain: decision?.action === 'retry' };
      await CancellationScope.nonCancellable(() => orchestrator.releaseGang(release));
    }
    if (decision.action === 'fail') throw toFailure(decision.error);
    if (decision.delayMs > 0) await sleep(decision.delayMs);
  }
}
