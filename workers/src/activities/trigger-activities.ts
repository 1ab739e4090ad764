/**
 * Responsible for what workflows that start runs ask for: a run of a registered pipeline, its end, and partitions that arrive.
 * Leaves to others: what follows from them (workflows), starting a run once (triggers).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ArrivedPartition,
  arrivalsOf,
  EspalierError,
  type RunStatus,
  type SerializedError,
} from '@espalier/domain';
import { PartitionWatch, type PresentPartition } from '@espalier/features';
import { writeContents } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { durationSeconds, type LoadedSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { endOfRun, PipelineBook, RunStarter, runRegistered } from '@espalier/triggers';
import type { ArrivalLook, ArrivalNews, TriggerActivities } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { activity } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';

export interface TriggerServices {
  readonly settings: Settings;
  readonly temporal: Client;
  readonly store: Store;
  readonly logger: Logger;
}

export function triggerActivities(services: TriggerServices): TriggerActivities {
  const { store, logger } = services;
  const starter = new RunStarter(services);
  return {
    triggerRun: activity(logger, async ({ pipeline, version, partition, key }) => {
      const reference = { name: pipeline, version };
      const options = { idempotencyKey: key, ...(partition === null ? {} : { for: partition }) };
      const { runId, version: ran, isNew } = await runRegistered({ starter, store }, reference, options);
      logger.info({ runId, pipeline, version: ran, partition, key, isNew }, 'triggered');
      return { runId, version: ran, isNew };
    }),
    awaitRun: activity(logger, (runId): Promise<RunStatus> => {
      const { cancellationSignal } = Context.current();
      return endOfRun(services, runId, cancellationSignal);
    }),
    awaitArrivals: activity(logger, (look) => awaitArrivals(services, look)),
  };
}

/** Of the newest that are looked at, as many are known on besides: one that is late pushes none out. */
const knownTimes = 2;
/** Between looks that fail before the pipeline says how often to look. */
const defaultPauseMs = 60_000;

async function awaitArrivals({ store }: TriggerServices, look: ArrivalLook): Promise<ArrivalNews> {
  const { cancellationSignal: signal } = Context.current();
  const book = new PipelineBook(store);
  const nothing = { seen: [], arrivals: [], kept: Number.MAX_SAFE_INTEGER };
  let before: readonly ArrivedPartition[] | null = null;
  const watches = new Map<string, PartitionWatch>();
  for (;;) {
    let pauseMs = defaultPauseMs;
    let problem: SerializedError | null = null;
    try {
      const loaded = await loadCounting(book, look.pipeline);
      const onArrival = loaded?.spec.runs?.onArrival;
      if (loaded === null || onArrival === undefined) {
        return { ...nothing, isWatching: false, problem: null };
      }
      pauseMs = 1000 * durationSeconds(onArrival.every);
      const { baseDir } = loaded;
      const watch = watches.get(baseDir) ?? new PartitionWatch({ baseDir, store, signal });
      watches.set(baseDir, watch);
      const present = await watch.newest(loaded.spec, onArrival.newest, Date.now());
      const news = { isWatching: true, problem: null, kept: knownTimes * onArrival.newest };
      const arrivals = look.known === null ? [] : arrivalsOf(present, look.known, before);
      const seen = look.known === null ? present : arrivals;
      before = present;
      if (look.known === null || arrivals.length > 0) {
        await writeContents(
          store,
          look.pipeline,
          contentsOf(loaded, present, seen),
          new Date().toISOString(),
        );
        return { ...news, seen: seen.map(({ label, digest }) => ({ label, digest })), arrivals };
      }
    } catch (error) {
      // Nobody waits for an answer: what has to be mended is told, and it is looked again. What passes by itself is tried again at once.
      if (!(error instanceof EspalierError) || error.retryable) throw error;
      problem = error.serialize();
    }
    // Written to right now: the next look tells.
    const isPassing = problem?.code === 'features.source-changed';
    if (!isPassing && problem?.message !== look.problem?.message) {
      return { ...nothing, isWatching: true, problem };
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Of a source whose folders make columns a plan tells another content. */
function contentsOf(
  { spec }: LoadedSpec,
  present: readonly PresentPartition[],
  seen: readonly ArrivedPartition[],
): readonly PresentPartition[] {
  if (spec.source.partitions !== undefined) return [];
  return present.filter(({ label }) => seen.some((each) => each.label === label));
}

/** The version that counts, for any partition; null where the pipeline was deleted. */
async function loadCounting(book: PipelineBook, name: string): Promise<LoadedSpec | null> {
  try {
    return book.load(await book.find({ name, version: null }), { anyPartition: true });
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'registry.unknown-pipeline') return null;
    throw error;
  }
}
