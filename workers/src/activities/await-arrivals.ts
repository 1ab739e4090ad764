/**
 * Responsible for looking for a pipeline's partitions until there is something to tell, as the version that counts says.
 * Leaves to others: what is there (features), what is new (domain), what is late (deadlines.ts), what follows (workflows).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ArrivedPartition,
  arrivalsOf,
  EspalierError,
  type KnownPartitions,
  type SerializedError,
} from '@espalier/domain';
import { PartitionWatch, type PresentPartition } from '@espalier/features';
import { parsePartition } from '@espalier/partitions';
import { writeContents } from '@espalier/registry';
import { durationSeconds, type LoadedSpec } from '@espalier/spec';
import { PipelineBook } from '@espalier/triggers';
import type { ArrivalLook, ArrivalNews } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { toEspalierError } from '../process/activity-failures.js';
import { boundedError } from '../process/bounded-error.js';
import { type DeadlineServices, Deadlines } from './deadlines.js';

/** Of the newest that are looked at, as many are known on besides: one that is late pushes none out. */
const knownTimes = 2;
/** Between looks that fail before the pipeline says how often to look. */
const defaultPauseMs = 60_000;

export async function awaitArrivals(services: DeadlineServices, look: ArrivalLook): Promise<ArrivalNews> {
  const { store } = services;
  const deadlines = new Deadlines(services);
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
      const { spec } = loaded;
      const nowMs = Date.now();
      const present = await watch.newest(spec, onArrival.newest, nowMs);
      const news = { isWatching: true, problem: null, kept: knownTimes * onArrival.newest };
      const known = knownOf(look.known, spec);
      const arrivals = known === null ? [] : arrivalsOf(present, known, before);
      const seen = known === null ? present : arrivals;
      before = present;
      if (known === null || arrivals.length > 0) {
        const contents = contentsOf(spec, present, seen);
        await writeContents(store, look.pipeline, contents, new Date(nowMs).toISOString());
        for (const { label } of arrivals.filter(({ isRewritten }) => !isRewritten)) {
          await deadlines.arrived({ spec, nowMs }, label);
        }
        return { ...news, seen: seen.map(({ label, digest }) => ({ label, digest })), arrivals };
      }
      await deadlines.look({ spec, known, nowMs });
    } catch (error) {
      if (signal.aborted) throw error;
      // Nobody waits for an answer: what has to be mended is told, and it is looked again. What passes by itself is tried again at once.
      const known = toEspalierError(error);
      if (known.retryable && known.kind === 'infra') throw error;
      problem = boundedError(known.serialize());
    }
    // Written to right now: the next look tells.
    const isPassing = problem?.code === 'features.source-changed';
    if (!isPassing && problem?.message !== look.problem?.message) {
      return { ...nothing, isWatching: true, problem };
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Null where the pipeline knew days and is cut by hours now, or the other way round: it begins anew. */
function knownOf(known: KnownPartitions | null, { partitions }: LoadedSpec['spec']): KnownPartitions | null {
  const isOfScheme = (label: string) =>
    partitions !== undefined && 'label' in parsePartition(label, partitions);
  return known !== null && Object.keys(known).every(isOfScheme) ? known : null;
}

/** Of a source whose folders make columns a plan tells another content. */
function contentsOf(
  spec: LoadedSpec['spec'],
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
