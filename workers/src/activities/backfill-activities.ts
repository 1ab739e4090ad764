/**
 * Responsible for a backfill's partitions one by one: whether there is something to run still, the run, its end, and keeping that.
 * Leaves to others: which come next, and how many at once (workflows).
 */
import { type EndedPartition, EspalierError } from '@espalier/domain';
import { readPartitionEnds, readRound, writeOutcome, writeRoundEnd } from '@espalier/registry';
import {
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
    recordRoundEnd: activity(logger, async (id, round, status) => {
      await writeRoundEnd(store, id, round, status);
      logger.info({ backfill: id, round, status }, 'backfill ended');
    }),
  };
}

type StartServices = TriggerServices & { readonly starter: RunStarter };

async function startPartition(services: StartServices, turn: PartitionTurn): Promise<StartedPartition> {
  const { store, logger } = services;
  const { id, round, place } = turn;
  const { labels } = await readRound(store, id, round);
  const label = labels[place];
  if (label === undefined) throw new RangeError(`round ${round} of ${id} has no partition ${place}`);
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

async function startOrFind(
  { store, temporal, settings, starter }: StartServices,
  { id, pipeline, version, isFresh }: PartitionTurn,
  label: string,
): Promise<{ readonly runId: string; readonly isOwn: boolean } | 'done' | 'absent'> {
  const { cancellationSignal: signal, info } = Context.current();
  const book = new PipelineBook(store);
  const loaded = book.load(await book.find({ name: pipeline, version }), { anyPartition: true });
  const content = (await presentContents(store, loaded, [label], signal)).get(label);
  if (content === undefined) return 'absent';
  if (!isFresh) {
    const ends = await readPartitionEnds(store, pipeline, label);
    if (ends.isDone(label, version, content)) return 'done';
    const runId = await runUnderWay(temporal, { pipeline, version, label });
    // What an attempt of this activity that died has started is its own.
    if (runId !== null) return { runId, isOwn: info.attempt > 1 };
  }
  const owner = isFresh ? `backfill ${id}` : 'partition';
  for (let tries = 1; ; tries += 1) {
    const idempotencyKey = `${owner} ${label} ${content} ${version} #${tries}`;
    const { runId, isNew } = await runRegistered(
      { starter, store },
      { name: pipeline, version },
      { for: label, idempotencyKey },
    );
    if (isNew) return { runId, isOwn: true };
    const status = await statusNow({ settings, temporal, store }, runId);
    if (status === 'running') return { runId, isOwn: info.attempt > 1 };
    if (status === 'succeeded') return { runId, isOwn: false };
  }
}
