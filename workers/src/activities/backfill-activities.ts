/**
 * Responsible for a backfill's partitions one by one: whether there is something to run still, the run, its end, and keeping that.
 * Leaves to others: which come next, and how many at once (workflows).
 */
import { type EndedPartition, EspalierError } from '@espalier/domain';
import { readPartitionEnds, readRound, writeOutcome, writeRoundEnd } from '@espalier/registry';
import type { Store } from '@espalier/store';
import {
  claimOfRegistered,
  endOfRun,
  PipelineBook,
  presentContents,
  RunStarter,
  runRegistered,
  runUnderWay,
  statusNow,
} from '@espalier/triggers';
import type { BackfillActivities, PartitionTurn, StartedPartition } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { activity } from '../process/activity-failures.js';
import type { TriggerServices } from './trigger-activities.js';

export function backfillActivities(services: TriggerServices): BackfillActivities {
  const { store, logger } = services;
  const starter = new RunStarter(services);
  return {
    startPartition: activity(logger, (turn) => startPartition({ ...services, starter }, turn)),
    awaitPartition: activity(logger, async ({ id, round, label, runId }) => {
      const status = await endOfRun(services, runId, Context.current().cancellationSignal);
      const outcome = status === 'running' ? 'failed' : status;
      await writeOutcome(store, id, round, { label, outcome, runId, problem: null });
      return status;
    }),
    recordUnforeseen: activity(logger, async (turn, runId, problem) => {
      const label = await labelOf(store, turn);
      const ended = { label, outcome: 'refused', runId, problem } as const;
      await writeOutcome(store, turn.id, turn.round, ended);
      return ended;
    }),
    recordRoundEnd: activity(logger, async (id, round, status) => {
      await writeRoundEnd(store, id, round, status);
      logger.info({ backfill: id, round, status }, 'backfill ended');
    }),
  };
}

type StartServices = TriggerServices & { readonly starter: RunStarter };

async function startPartition(services: StartServices, turn: PartitionTurn): Promise<StartedPartition> {
  const { store, logger } = services;
  const { id, round } = turn;
  const label = await labelOf(store, turn);
  const end = async (news: Partial<EndedPartition>): Promise<StartedPartition> => {
    const ended = { label, outcome: 'absent', runId: null, problem: null, ...news } as const;
    await writeOutcome(store, id, round, ended);
    return { kind: 'ended', ended };
  };
  try {
    const begun = await startOrFind(services, turn, label);
    if (typeof begun === 'string') return await end({ outcome: begun });
    logger.info({ backfill: id, partition: label, ...begun }, 'partition of a backfill begun');
    return { kind: 'run', label, ...begun };
  } catch (error) {
    // Of bad data, or a window that is not whole: somebody has to look at it, and the others are not kept waiting.
    if (!(error instanceof EspalierError) || error.kind !== 'user') throw error;
    return end({ outcome: 'refused', problem: error.serialize() });
  }
}

async function labelOf(store: Store, { id, round, place }: PartitionTurn): Promise<string> {
  const { labels } = await readRound(store, id, round);
  const label = labels[place];
  if (label === undefined) throw new RangeError(`round ${round} of ${id} has no partition ${place}`);
  return label;
}

async function startOrFind(
  { store, temporal, settings, starter }: StartServices,
  { id, pipeline, version, isFresh }: PartitionTurn,
  label: string,
): Promise<{ readonly runId: string; readonly isOwn: boolean } | 'done' | 'absent'> {
  const { cancellationSignal: signal } = Context.current();
  const book = new PipelineBook(store);
  const loaded = book.load(await book.find({ name: pipeline, version }), { anyPartition: true });
  const content = (await presentContents(store, loaded, [label], signal)).get(label);
  if (content === undefined) return 'absent';
  const reference = { name: pipeline, version };
  const source = isFresh ? `backfill ${id}` : 'partition';
  const asking = (tries: number) => ({
    ...{ for: label, owner: `backfill ${id}`, trigger: 'backfill' as const },
    idempotencyKey: `${source} ${label} ${content} ${version} #${tries}`,
  });
  // What this backfill has claimed is its own, also where an attempt or a round that died has started it; nothing else is.
  const begun = async (runId: string) => {
    for (let tries = 1; ; tries += 1) {
      const asked = asking(tries);
      const claim = await claimOfRegistered(store, reference, asked);
      if (claim === null) return { runId, isOwn: false };
      if (claim.runId === runId) return { runId, isOwn: claim.owner === asked.owner };
    }
  };
  if (!isFresh) {
    const ends = await readPartitionEnds(store, pipeline, label);
    if (ends.isDone(label, version, content)) return 'done';
    const runId = await runUnderWay({ temporal, store }, { pipeline, version, label, content });
    if (runId !== null) return begun(runId);
  }
  for (let tries = 1; ; tries += 1) {
    const { runId, isNew } = await runRegistered({ starter, store }, reference, asking(tries));
    if (isNew) return begun(runId);
    const status = await statusNow({ settings, temporal, store }, runId);
    if (status === 'running' || status === 'succeeded') return begun(runId);
  }
}
