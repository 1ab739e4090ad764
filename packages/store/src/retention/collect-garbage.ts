/**
 * Responsible for removing what no root names, while runs go on.
 *
 * What keeps it from taking anything that a writer relies on: a writer takes over another's object only before the moment in its name, and
 * names it before its run ends. So what settled (was written, and could be taken over last) before the oldest run that goes on began,
 * less a grace period for clocks that differ, can't be named by anything that was not there to be read. No name is written again after
 * its moment, so a delete that comes late takes nothing new.
 * Leaves to others: what is needed (mark-roots.ts), how long runs are (run-keeping.ts).
 */
import type { StageName } from '@espalier/domain';
import { mapBounded } from '../bounded-parallel.js';
import type { ObjectHead } from '../object-listing.js';
import { objectsPrefix, sharedUntilMs } from '../object-names.js';
import { forgetCached } from '../stage-cache.js';
import type { Store } from '../store.js';
import { requireKnownLayout } from '../store-identity.js';
import { type HoldingRun, type KnownRuns, type Marks, markRoots } from './mark-roots.js';
import { runFolders } from './run-folders.js';
import { isCheckpoint, isRecord, type Retention, type RunKeeping } from './run-keeping.js';
import { Tallies, type Tally } from './tallies.js';

const deletesAtOnce = 16;

export interface GarbageOptions extends Retention {
  readonly runs: KnownRuns;
  /** How long a result stays in the cache that no run has made or used which still keeps what it made, in milliseconds. */
  readonly keepCachedMs: number;
  /** How long whatever has just been written is left alone, in milliseconds. */
  readonly graceMs: number;
  /** Look only. */
  readonly dryRun: boolean;
}

export interface GarbageReport {
  readonly dryRun: boolean;
  readonly freed: Tally;
  /** `objects`, `working files`, `checkpoints`, `run records`, `dropped results`. */
  readonly freedByKind: Readonly<Record<string, Tally>>;
  /** `named`, `recent` (younger than the grace period), `may belong to a run that goes on`. */
  readonly kept: Readonly<Record<string, Tally>>;
  /** Results that are in the cache no more, as none has used them for so long: the next collection frees them. */
  readonly forgotten: number;
  /** Runs by what is kept of them. */
  readonly runs: Readonly<Record<RunKeeping, number>>;
  /** Nothing that was written after it began is removed. */
  readonly oldestOpen: HoldingRun | null;
}

/** @throws EspalierError `store.newer-layout`, `store.root-unreadable`, `store.*` */
export async function collectGarbage(store: Store, options: GarbageOptions): Promise<GarbageReport> {
  await requireKnownLayout(store);
  const nowMs = Date.now();
  const marks = await markRoots(store, options.runs, { ...options, nowMs });
  const sweep = new Sweep(store, marks, options, nowMs);
  const forgotten = await forgetUnused(store, marks, options, nowMs);
  for (const entry of marks.dropped) await sweep.offer(entry, entry.droppedAtMs, 'dropped results');
  for await (const { runId, objects } of runFolders(store)) {
    const keeping = marks.keeping.get(runId) ?? 'all';
    for (const head of objects) {
      const record = isRecord(head.key);
      if (keeping === 'all' || (record && keeping !== 'nothing')) sweep.keep(head);
      else await sweep.offer(head, head.lastModifiedMs, kindOf(head.key));
    }
  }
  for await (const head of store.walk(tagsPrefix)) {
    const keeping = marks.keeping.get(runOfTag(head.key)) ?? 'nothing';
    if (keeping !== 'nothing') sweep.keep(head);
    else await sweep.offer(head, head.lastModifiedMs, 'run records');
  }
  for await (const head of store.walk(objectsPrefix)) {
    const untilMs = sharedUntilMs(head.key);
    if (untilMs !== null) await sweep.offer(head, Math.max(untilMs, head.lastModifiedMs), 'objects');
  }
  return { ...(await sweep.finish()), forgotten };
}

/** By which runs that have a tag are found: an entry for each, as the client names them. */
const tagsPrefix = 'tags/';

function runOfTag(key: string): string {
  return /\/\d+-([^/]+)\.json$/.exec(key)?.[1] ?? '';
}

/**
 * Moves keys on from results that are old and unused, as dropping them by hand does; they go in a later collection, when no run that goes
 * on can have taken them over before.
 * @returns how many
 */
async function forgetUnused(
  store: Store,
  { unused }: Marks,
  { keepCachedMs, dryRun }: GarbageOptions,
  nowMs: number,
): Promise<number> {
  const old = unused.filter(({ lastModifiedMs }) => nowMs - lastModifiedMs > keepCachedMs);
  if (dryRun) return old.length;
  const moved = await mapBounded(old, deletesAtOnce, ({ stage, digits, generation }) =>
    forgetCached(store, stage as StageName, `sha256:${digits}`, generation),
  );
  return moved.filter(Boolean).length;
}

function kindOf(key: string): string {
  if (isRecord(key)) return 'run records';
  return isCheckpoint(key) ? 'checkpoints' : 'working files';
}

class Sweep {
  readonly #freed = new Tallies();
  readonly #kept = new Tallies();
  #doomed: { readonly head: ObjectHead; readonly kind: string }[] = [];

  constructor(
    private readonly store: Store,
    private readonly marks: Marks,
    private readonly options: GarbageOptions,
    private readonly nowMs: number,
  ) {}

  keep(head: ObjectHead, why = 'named'): void {
    this.#kept.add(why, head.sizeBytes);
  }

  /** @param settledMs from when on nobody writes the object or takes it over */
  async offer(head: ObjectHead, settledMs: number, kind: string): Promise<void> {
    const { named, oldestOpen } = this.marks;
    const removableFromMs = settledMs + this.options.graceMs;
    if (named.has(head.key)) return this.keep(head);
    if (removableFromMs > this.nowMs) return this.keep(head, 'recent');
    if (oldestOpen !== null && removableFromMs > oldestOpen.startedAtMs)
      return this.keep(head, 'may belong to a run that goes on');
    this.#doomed.push({ head, kind });
    if (this.#doomed.length >= deletesAtOnce) await this.#remove();
  }

  async finish(): Promise<Omit<GarbageReport, 'forgotten'>> {
    await this.#remove();
    const runs = { all: 0, results: 0, report: 0, nothing: 0 };
    for (const keeping of this.marks.keeping.values()) runs[keeping] += 1;
    return {
      dryRun: this.options.dryRun,
      freed: this.#freed.total(),
      freedByKind: this.#freed.byName(),
      kept: this.#kept.byName(),
      runs,
      oldestOpen: this.marks.oldestOpen,
    };
  }

  async #remove(): Promise<void> {
    const doomed = this.#doomed;
    this.#doomed = [];
    await mapBounded(doomed, deletesAtOnce, async ({ head, kind }) => {
      const removed = this.options.dryRun || (await this.store.deleteIfMatch(head.key, head.etag));
      if (removed) this.#freed.add(kind, head.sizeBytes);
      else this.keep(head, 'recent');
    });
  }
}
