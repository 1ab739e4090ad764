/** Runs a gang of ranks, all or nothing, until one attempt is whole. The slots' bookkeeping is the fanout package's. */
import type { AttemptFailure, SerializedError } from '@espalier/domain';
import { CancellationScope, condition, isCancellation, log, patched, sleep } from '@temporalio/workflow';
import { hostActivities, orchestrator, waitingActivities } from './activities.js';
import type { GangGrant, GangRole, GangSlot, RankResult, StageContext } from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import {
  countDeath,
  countStart,
  decideGang,
  type GangDecision,
  type GangStart,
  gangCause,
  maxSameDeaths,
  type RepeatedDeath,
} from './gang-attempts.js';
import type { OnAttempt } from './stage.js';

/** Once one rank has failed the others get this long to say why: an echo often arrives before its cause. */
const causeWaitMs = 300;
/** Since this change the wait ends with the last rank: a timer of the server takes up to a second longer than it says. */
const waitEndsWithRanks = 'cause-wait-ends-with-ranks';

/** Since this change a gang that dies in the same way at the same step is given up. */
const sameDeathsEnd = 'same-deaths-end';

type RanksOutcome =
  | { readonly kind: 'done'; readonly ranks: readonly RankResult[] }
  | { readonly kind: 'failed'; readonly errors: readonly SerializedError[] };

async function runRanks(context: StageContext, role: GangRole, grant: GangGrant): Promise<RanksOutcome> {
  const errors: SerializedError[] = [];
  const scope = new CancellationScope();
  let ended = 0;
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
          ended++;
          return result;
        } catch (error) {
          if (isCancellation(error)) throw error;
          ended++;
          errors.push(ofRank(describeFailure(error), context, granted));
          if (errors.length === 1) {
            if (patched(waitEndsWithRanks)) await condition(() => ended === grant.slots.length, causeWaitMs);
            else await sleep(causeWaitMs);
            scope.cancel();
          }
          throw error;
        }
      }),
    ),
  );
  if (errors.length > 0) return { kind: 'failed', errors };
  const ranks: RankResult[] = [];
  for (const rank of settled) {
    if (rank.status === 'rejected') throw rank.reason; // only a cancellation gets here
    ranks.push(rank.value);
  }
  return { kind: 'done', ranks };
}

/** What Temporal itself says of a lost host names neither the host nor the rank. */
function ofRank(
  error: SerializedError,
  { runId, stage, token }: StageContext,
  { rank, hostId }: GangSlot,
): SerializedError {
  if (error.code !== 'workflow.host-lost') return error;
  return {
    ...error,
    message: `${error.message.replace(/\.$/, '')}: ${hostId}, with rank ${rank} of stage ${stage}.`,
    details: { ...error.details, runId, stage, rank, attempt: token, hostId },
  };
}

/** A line in the orchestrator's log for each attempt that failed. */
function logFailure({ stage, token }: StageContext, error: SerializedError, decision: GangDecision): void {
  const next = decision.action === 'fail' ? 'the stage fails' : `again in ${decision.delayMs} ms`;
  log.warn('attempt of a gang failed', {
    line: { stage, attempt: token, code: error.code, cause: error.message, next },
  });
}

/**
 * Starts the gang, and again after each infra failure, under a token that rises with every attempt.
 * @returns every rank's result, in rank order, and the context whose token they ran under.
 * @throws ApplicationFailure with the code of the error that no retry mends.
 */
export async function runGang(
  stage: StageContext,
  role: GangRole,
  onAttempt: OnAttempt,
): Promise<{ context: StageContext; ranks: readonly RankResult[] }> {
  const worldSize = await orchestrator.worldSize(stage);
  const gangId = `${stage.runId}.${stage.stage}`;
  let start: GangStart | null = null;
  let deaths: RepeatedDeath | null = null;
  let lastFailure: AttemptFailure | null = null;
  for (let attempt = 1; ; attempt++) {
    onAttempt(attempt, lastFailure);
    const context = { ...stage, token: attempt };
    const request = { runId: stage.runId, stage: stage.stage, role, gangId, token: attempt, worldSize };
    let decision: GangDecision | null = null;
    try {
      const grant = await waitingActivities().acquireGang(request);
      start = countStart(start, grant.savedSteps ?? 0);
      const outcome = await runRanks(context, role, grant);
      if (outcome.kind === 'done') return { context, ranks: outcome.ranks };
      const error = gangCause(outcome.errors);
      deaths = countDeath(deaths, error);
      const times = deaths?.times ?? 0;
      const sameDeaths = times >= maxSameDeaths && patched(sameDeathsEnd) ? times : 0;
      decision = decideGang(outcome.errors, start.attempts, sameDeaths);
      lastFailure = { attempt, error };
      logFailure(context, error, decision);
    } finally {
      const release = { ...request, startsAgain: decision?.action === 'retry' };
      await CancellationScope.nonCancellable(() => orchestrator.releaseGang(release));
    }
    if (decision.action === 'fail') {
      onAttempt(attempt, lastFailure);
      throw toFailure(decision.error);
    }
    if (decision.delayMs > 0) await sleep(decision.delayMs);
  }
}
