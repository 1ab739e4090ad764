/** Runs a gang of ranks, all or nothing, until one attempt is whole. The slots' bookkeeping is the fanout package's. */
import type { SerializedError } from '@espalier/domain';
import { CancellationScope, condition, isCancellation, patched, sleep } from '@temporalio/workflow';
import { hostActivities, orchestrator, waitingActivities } from './activities.js';
import type { GangGrant, GangRole, RankResult, StageContext } from './contracts.js';
import { describeFailure, toFailure } from './failures.js';
import { countStart, decideGang, type GangDecision, type GangStart } from './gang-attempts.js';

/** Once one rank has failed the others get this long to say why: an echo often arrives before its cause. */
const causeWaitMs = 300;
/** Since this change the wait ends with the last rank: a timer of the server takes up to a second longer than it says. */
const waitEndsWithRanks = 'cause-wait-ends-with-ranks';

type RanksOutcome =
  | { readonly kind: 'done'; readonly ranks: readonly RankResult[] }
  | { readonly kind: 'failed'; readonly errors: readonly SerializedError[] };

async function runRanks(context: StageContext, role: GangRole, grant: GangGrant): Promise<RanksOutcome> {
  const errors: SerializedError[] = [];
  const scope = new CancellationScope();
  let ended = 0;
  const settled = await scope.run(() =>
    Promise.allSettled(
      grant.slots.map(async ({ rank, slot, taskQueue }) => {
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
          errors.push(describeFailure(error));
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

/**
 * Starts the gang, and again after each infra failure, under a token that rises with every attempt.
 * @returns every rank's result, in rank order, and the context whose token they ran under.
 * @throws ApplicationFailure with the code of the error that no retry mends.
 */
export async function runGang(
  stage: StageContext,
  role: GangRole,
  onAttempt: (attempt: number) => void,
): Promise<{ context: StageContext; ranks: readonly RankResult[] }> {
  const worldSize = await orchestrator.worldSize(stage);
  const gangId = `${stage.runId}.${stage.stage}`;
  let start: GangStart | null = null;
  for (let attempt = 1; ; attempt++) {
    onAttempt(attempt);
    const context = { ...stage, token: attempt };
    const request = { runId: stage.runId, stage: stage.stage, role, gangId, token: attempt, worldSize };
    let decision: GangDecision | null = null;
    let outcome: RanksOutcome;
    try {
      const grant = await waitingActivities().acquireGang(request);
      start = countStart(start, grant.savedSteps ?? 0);
      outcome = await runRanks(context, role, grant);
      if (outcome.kind === 'failed') decision = decideGang(outcome.errors, start.attempts);
    } finally {
      const release = { ...request, startsAgain: decision?.action === 'retry' };
      await CancellationScope.nonCancellable(() => orchestrator.releaseGang(release));
    }
    if (outcome.kind === 'done') return { context, ranks: outcome.ranks };
    if (decision === null) throw new RangeError('a gang that failed has been decided on');
    if (decision.action === 'fail') throw toFailure(decision.error);
    if (decision.delayMs > 0) await sleep(decision.delayMs);
  }
}
