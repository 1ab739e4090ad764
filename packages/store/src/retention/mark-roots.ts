/**
 * Responsible for what is needed: walks from the roots (runs' heads and ends, cached results, registered versions) to all that they name.
 * Leaves to others: what happens with the rest (collect-garbage.ts, space-usage.ts). Bundles name nothing: their files are their own.
 */
import { type ArtifactRef, EspalierError, runNamed, type StageManifest } from '@espalier/domain';
import { mapBounded } from '../bounded-parallel.js';
import { grouped } from '../grouped.js';
import { hasCode } from '../s3-failure.js';
import type { Store } from '../store.js';
import { type CachedEntry, cachedEntries } from './cached-entries.js';
import { NamedObjects, type Owner } from './named-objects.js';
import { referencesIn } from './references.js';
import { registeredVersions } from './registered-versions.js';
import { type RunFolder, runFolders } from './run-folders.js';
import { isCheckpoint, type Retention, type RunKeeping, type RunState, runKeeping } from './run-keeping.js';

const readsAtOnce = 16;
const foldersAtOnce = 8;

export interface OpenRun {
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
}

/** What is known of runs beside their traces in S3. */
export interface KnownRuns {
  /** All that go on. */
  open(): Promise<readonly OpenRun[]>;
  /** Asked for runs that are not among those and recorded no end. */
  stateOf(runId: string): Promise<RunState>;
}

/** A run that goes on, or may. */
export interface HoldingRun extends OpenRun {
  /** False where nobody knows it and it recorded no end: another namespace's, or ended from outside long ago. */
  readonly isKnown: boolean;
}

export interface Marks {
  readonly named: NamedObjects;
  /** By run. */
  readonly keeping: ReadonlyMap<string, RunKeeping>;
  /** The run that began first of those that go on, or may. */
  readonly oldestOpen: HoldingRun | null;
  /** Results that were dropped from the cache and that no run which is kept was made from. */
  readonly dropped: readonly CachedEntry[];
  /** Results in the cache that no run has made or was made from which still keeps what it made; some may be young. */
  readonly unused: readonly CachedEntry[];
}

/** @throws EspalierError `store.root-unreadable`, and as `runs` does */
export async function markRoots(
  store: Store,
  runs: KnownRuns,
  retention: Retention & { readonly nowMs: number; readonly graceMs: number },
): Promise<Marks> {
  const marker = new Marker(store);
  const open = new Map((await runs.open()).map((run) => [run.runId, run]));
  const keeping = new Map<string, RunKeeping>();
  const mayGoOn: HoldingRun[] = [...open.values()].map((run) => ({ ...run, isKnown: true }));
  // Before the runs: where both name an object, the cache is what it is kept for.
  const entries = await cachedEntries(store);
  const makers = new Map(
    await mapBounded(entries.current, readsAtOnce, async ({ key, stage }) => {
      return [key, await marker.cached(key, stage)] as const;
    }),
  );
  for await (const folders of grouped(runFolders(store), foldersAtOnce)) {
    await Promise.all(
      folders.map(async (folder) => {
        const { runId, oldestMs, newestMs } = folder;
        const state = open.has(runId) ? 'open' : await stateOf(runs, folder);
        const kept = runKeeping(state, { newestMs, nowMs: retention.nowMs }, retention);
        keeping.set(runId, kept);
        if (kept === 'all') mayGoOn.push({ runId, startedAtMs: oldestMs, isKnown: state === 'open' });
        await marker.run(folder, kept);
      }),
    );
  }
  for await (const versions of grouped(registeredVersions(store), readsAtOnce)) {
    await Promise.all(versions.map((version) => marker.version(version)));
  }
  const oldestOpen = mayGoOn.reduce<HoldingRun | null>(
    (oldest, run) => (oldest === null || run.startedAtMs < oldest.startedAtMs ? run : oldest),
    null,
  );
  const settledBefore =
    Math.min(retention.nowMs, oldestOpen?.startedAtMs ?? retention.nowMs) - retention.graceMs;
  const dropped: CachedEntry[] = [];
  for (const entry of entries.dropped) {
    if (marker.named.has(entry.key)) continue;
    // A run that goes on may have taken it over before it was dropped.
    if (entry.droppedAtMs > settledBefore) await marker.cached(entry.key, entry.stage);
    else dropped.push(entry);
  }
  const keepsResults = (runId = '') => ['all', 'results'].includes(keeping.get(runId) ?? 'nothing');
  const unused = entries.current.filter(({ key }) => !marker.used.has(key) && !keepsResults(makers.get(key)));
  return { named: marker.named, keeping, oldestOpen, dropped, unused };
}

/**
 * Nobody is waited for who can't go on: who recorded an end, who is no run (a plan that was only looked at), who never began a stage (a run
 * that could not be started).
 */
async function stateOf(runs: KnownRuns, { runId, objects }: RunFolder): Promise<RunState> {
  const hasEnd = objects.some(({ key }) => key === `runs/${runId}/end.json`);
  const hasBegun = objects.some(({ key }) => key.endsWith('/head.json'));
  return hasEnd || !hasBegun || runNamed(runId) === null ? 'ended' : runs.stateOf(runId);
}

class Marker {
  readonly named = new NamedObjects();
  /** Cached results that runs were made from. */
  readonly used = new Set<string>();
  readonly #followed = new Set<string>();

  constructor(private readonly store: Store) {}

  /** @returns the run that made it; empty where nothing tells */
  async cached(key: string, stage: string): Promise<string> {
    const value = await this.#read(key, async () => (await this.store.getJson(key))?.value);
    const run = (value as { readonly run?: unknown } | undefined)?.run;
    const references = referencesIn(value);
    const maker = typeof run === 'string' ? run : runIn(references);
    const owner = { kind: `cache: ${stage}`, pipeline: pipelineOf(maker) };
    this.named.name(key, owner);
    for (const { key: part } of references) this.named.name(part, owner);
    return maker;
  }

  /** What it names is kept, the checkpoints whole; what manifests name in turn is their runs'. */
  async version(versionKey: string): Promise<void> {
    const version = await this.#read(versionKey, async () => (await this.store.getJson(versionKey))?.value);
    for (const record of referencesIn(version)) {
      const content = await this.#read(record.key, () => this.store.getVerifiedJson(record));
      const owner: Owner = {
        kind: 'models',
        pipeline: String((content as { pipeline?: unknown })?.pipeline ?? ''),
      };
      this.named.name(record.key, owner);
      for (const reference of referencesIn(content)) {
        this.named.name(reference.key, owner);
        if (!isCheckpoint(reference.key)) continue;
        const checkpoint = await this.#read(reference.key, () => this.store.getVerifiedJson(reference));
        for (const { key } of referencesIn(checkpoint)) this.named.name(key, owner);
      }
    }
  }

  async run({ runId, objects }: RunFolder, kept: RunKeeping): Promise<void> {
    if (kept === 'nothing') return;
    const roots = objects.filter(({ key }) => /\/(head|end)\.json$/.test(key));
    await mapBounded(roots, readsAtOnce, async ({ key }) => {
      const value = await this.#read(key, async () => (await this.store.getJson(key))?.value);
      for (const reference of referencesIn(value)) await this.#reference(reference, runId, kept);
    });
  }

  async #reference(reference: ArtifactRef, runId: string, kept: RunKeeping): Promise<void> {
    const checkpoint = isCheckpoint(reference.key);
    // Nothing goes on from the checkpoint of a run that has ended.
    if (checkpoint && kept !== 'all') return;
    const owner: Owner = { kind: checkpoint ? 'checkpoints' : 'runs', pipeline: pipelineOf(runId) };
    this.named.name(reference.key, owner);
    if (kept !== 'report' && reference.key.startsWith('cache/')) this.used.add(reference.key);
    // The same result may be followed for its report first, and then for all of it.
    const walk = `${kept === 'report' ? 'report' : 'all'} ${reference.key}`;
    if (this.#followed.has(walk)) return;
    this.#followed.add(walk);
    const value = await this.#read(reference.key, () => this.store.getVerifiedJson(reference));
    const needed = kept === 'report' ? reportsOf(value) : value;
    for (const { key } of referencesIn(needed)) this.named.name(key, owner);
  }

  /** What is gone names nothing; what can't be read might name anything. */
  async #read(key: string, read: () => Promise<unknown>): Promise<unknown> {
    try {
      return await read();
    } catch (error) {
      if (hasCode(error, 'store.not-found')) return undefined;
      if (!hasCode(error, 'store.corrupt')) throw error;
      throw new EspalierError(
        'store.root-unreadable',
        `${this.store.uri(key)} is corrupt, so nobody can tell what it names; nothing was removed.`,
        { details: { key }, cause: error },
      );
    }
  }
}

/** The parts that a result's body calls its report. */
function reportsOf(value: unknown): unknown {
  const { parts, body } = (value ?? {}) as Partial<StageManifest<{ readonly reportPart?: unknown } | null>>;
  return Array.isArray(parts) ? parts.filter(({ name }) => name === body?.reportPart) : [];
}

/** Of a result by an earlier version, whose parts lie in a run's folder. */
function runIn(references: readonly ArtifactRef[]): string {
  return (
    references.map(({ key }) => /^runs\/([^/]+)\//.exec(key)?.[1]).find((run) => run !== undefined) ?? ''
  );
}

function pipelineOf(runId: string): string {
  return runNamed(runId)?.pipeline ?? '';
}
