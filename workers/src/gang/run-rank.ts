/**
 * Responsible for one rank on its host, from taking its slot to giving it back, whatever fails between.
 * Leaves to others: the rank's process (rank-process.ts), offering slots (gang-host.ts).
 */
import type { ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EspalierError,
  type Fingerprint,
  measuredMessage,
  processEndText,
  type StageName,
} from '@espalier/domain';
import type { HostRegistration, RankLease } from '@espalier/fanout';
import type { Store } from '@espalier/store';
import { instanceOf, type RankInput, type RankResult } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/heartbeats.js';
import type { Logger } from '../process/logger.js';
import type { WorkInHand } from '../process/work-in-hand.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { CodeWatch } from './code-watch.js';
import { rankPlace, whereabouts } from './rank-end.js';
import { type LastTold, runRankProcess } from './rank-process.js';

export interface HostServices {
  readonly store: Store;
  readonly logger: Logger;
  readonly registration: HostRegistration;
  /** Of this host's environment. */
  readonly fingerprint: Fingerprint;
  readonly scratchDir: string;
  /** Starts a rank's process. */
  readonly startRank: () => ChildProcess;
  /** @throws EspalierError `workflow.code-replaced` where a rank would load other code of the stage than this host began with */
  readonly checkCode: (stage: StageName) => Promise<void>;
  readonly work: WorkInHand;
}

/** @throws EspalierError `fanout.stale-grant`; the rank's own; `workflow.rank-died` and its like; `workflow.scratch-unusable` */
export async function runRank(services: HostServices, input: RankInput): Promise<RankResult> {
  const { registration, store } = services;
  const { spec } = await readStoredSpec(store, input.context.spec);
  const lease = await registration.beginRank(input.context.token, input.slot);
  try {
    const result = await runInSlot(services, input, lease, spec.training.rankSilenceTimeout * 1000);
    return { ...result, fingerprint: services.fingerprint };
  } catch (error) {
    if (!lease.revoked.aborted) throw error;
    const { runId } = input.context;
    const stage = instanceOf(input.context);
    throw new EspalierError('workflow.rank-died', `Rank ${input.rank} of stage ${stage} lost its slot.`, {
      cause: error,
      details: { runId, stage, rank: input.rank },
    });
  } finally {
    await registration.endRank(lease);
  }
}

async function runInSlot(
  services: HostServices,
  input: RankInput,
  lease: RankLease,
  silenceMs: number,
): Promise<RankResult> {
  const { logger, work } = services;
  const place = rankPlace(input);
  const loading = new CodeWatch(() => services.checkCode(input.context.stage));
  const ending = AbortSignal.any([Context.current().cancellationSignal, lease.revoked, loading.replaced]);
  const scratchDir = join(services.scratchDir, `${input.gangId}-${place.attempt}-rank-${input.rank}`);
  try {
    await loading.look();
    loading.replaced.throwIfAborted();
    await makeScratch(scratchDir, place);
    logger.info({ ...place, worldSize: input.worldSize }, 'rank started');
    let phase = '';
    let measuredStep = -1;
    const result = await runRankProcess({
      start: services.startRank,
      assignment: { input, scratchDir },
      signal: ending,
      silenceMs,
      onStart: (rankPid) => work.add({ ...place, rankPid }),
      onProgress: (progress) => {
        if (progress.phase !== phase) {
          phase = progress.phase;
          void loading.look();
          logger.info({ ...place, phase, doneSteps: progress.doneSteps }, 'rank phase');
        }
        // What takes steps has loaded all that it ever will.
        if (progress.doneSteps > 0) loading.end();
        const { measured } = progress;
        // All ranks measure the same.
        if (input.rank === 0 && measured !== undefined && measured.step !== measuredStep) {
          measuredStep = measured.step;
          logger.info({ ...place, ...measured }, measuredMessage);
        }
        reportProgress(progress);
      },
      onEnd: ({ pid: rankPid, ...end }, told) => {
        const how = endText(end, told, loading.replaced.aborted, ending.aborted, lease);
        logger.info({ ...place, rankPid, ...end, how }, 'rank process ended');
      },
    });
    await loading.look();
    loading.replaced.throwIfAborted();
    return result;
  } catch (error) {
    await loading.look();
    throw loading.replaced.aborted ? loading.replaced.reason : error;
  } finally {
    work.remove(place);
    await rm(scratchDir, { recursive: true, force: true }).catch((error: unknown) => {
      logger.warn({ ...place, err: error }, 'the scratch folder of a rank could not be removed');
    });
  }
}

/** @throws EspalierError `workflow.scratch-unusable` */
async function makeScratch(path: string, place: ReturnType<typeof rankPlace>): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EspalierError(
      'workflow.scratch-unusable',
      `Rank ${place.rank} of stage ${place.stage} can't make its scratch folder: ${reason}.`,
      { cause, details: { ...place, path } },
    );
  }
}

function endText(
  end: Parameters<typeof processEndText>[0],
  { progress, failure }: LastTold,
  replaced: boolean,
  aborted: boolean,
  lease: RankLease,
): string {
  const where = whereabouts(progress);
  if (failure !== undefined) return `by itself, ${where}: ${failure}`;
  if (replaced) return `by its host, ${where}: its code was replaced on disk`;
  if (!aborted) return `${processEndText(end)}, ${where}`;
  return lease.revoked.aborted
    ? `by its host, ${where}: its gang gave the slot back`
    : `by its host, ${where}: its gang or the run ended`;
}
