/** Responsible for models as S3 tells of them: lists, versions, history, lineage; Temporal need not be there. Leaves to others: changes. */
import {
  EspalierError,
  type ModelChange,
  type ModelReference,
  type ModelState,
  type ModelVersion,
  type ShownPoint,
  type StalePartition,
  standingOf,
  type VersionRecord,
  type VersionStanding,
} from '@espalier/domain';
import {
  type KnownChanges,
  listModels,
  modelNames,
  namedVersion,
  type PartitionSeen,
  partitionSeenBy,
  type RunRegistration,
  readAliases,
  readChanges,
  readVersion,
  readVersionRecord,
  readWatch,
  registeredBy,
  stalePartitions,
  type WatchPage,
} from '@espalier/registry';
import { nearestName } from '@espalier/spec';
import { type AskedPage, cursorOf, type Page, placeOf, type Store } from '@espalier/store';

/** Partitions. */
const shownPoints = 5;

export type { PartitionSeen, RunRegistration, WatchPage };

export interface ShownVersion {
  readonly state: ModelState;
  readonly version: ModelVersion;
  readonly standing: VersionStanding;
  readonly record: VersionRecord;
  /** Partitions that were written anew since. */
  readonly stale: readonly StalePartition[];
  /** What the model's champions said of the partitions that arrived last, the newest first. */
  readonly watched: readonly ShownPoint[];
}

export class ModelReader {
  /** @param knownChanges where changes are kept that were read, of whoever reads them again and again */
  constructor(
    private readonly store: Store,
    private readonly knownChanges?: KnownChanges,
  ) {}

  /** Models by name, by the page. @throws EspalierError `request.invalid` for a cursor of another list */
  list(asked: AskedPage): Promise<Page<ModelState>> {
    return listModels(this.store, asked);
  }

  /** @throws EspalierError `registry.unknown-model` */
  async state(name: string): Promise<ModelState> {
    const state = await readAliases(this.store, name);
    if (state !== null) return state;
    const known = await modelNames(this.store);
    const near = nearestName(name, known);
    const hint = near !== null ? ` Is it ${near}?` : known.length === 0 ? ' No model is registered yet.' : '';
    throw new EspalierError('registry.unknown-model', `There is no model ${name}.${hint}`, {
      details: { model: name },
    });
  }

  /**
   * The version that a reference names.
   * @param otherwise what a name alone means
   * @throws EspalierError `registry.unknown-model`, `registry.unknown-version`
   */
  async version(
    reference: ModelReference,
    otherwise: 'champion' | 'challenger' = 'champion',
  ): Promise<ModelVersion> {
    const state = await this.state(reference.name);
    return readVersion(this.store, state.model, namedVersion(state, reference, otherwise));
  }

  /** With what it was made of, and what is said of it. */
  async shown(reference: ModelReference): Promise<ShownVersion> {
    const state = await this.state(reference.name);
    // Before the first promotion a name alone means what there is.
    const otherwise = state.champion === null ? 'challenger' : 'champion';
    const which = reference.which ?? state[otherwise] ?? state.versions;
    const number = namedVersion(state, { ...reference, which }, otherwise);
    const version = await readVersion(this.store, state.model, number);
    const record = await readVersionRecord(this.store, version.record);
    return {
      ...{ state, version, standing: standingOf(state, number), record },
      stale: await stalePartitions(this.store, record),
      watched: (await readWatch(this.store, state.model, { limit: shownPoints })).points,
    };
  }

  /** The latest changes, the last one first. */
  async history(name: string, limit: number): Promise<readonly ModelChange[]> {
    return readChanges(this.store, await this.state(name), { limit });
  }

  /** The same by the page. @throws EspalierError `registry.unknown-model`, `request.invalid` for a cursor of another list */
  async historyPage(name: string, { limit, cursor }: AskedPage): Promise<Page<ModelChange>> {
    const state = await this.state(name);
    const list = `changes of ${state.model}`;
    const before = cursor === undefined ? undefined : Number(placeOf(list, cursor).toString());
    const items = await readChanges(this.store, state, { limit, before, known: this.knownChanges });
    const last = items.at(-1)?.number ?? 1;
    return { items, nextCursor: last > 1 ? cursorOf(list, String(last)) : null };
  }

  /**
   * A page of what the model's champions said of partitions as these arrived.
   * @throws EspalierError `registry.unknown-model`, `request.invalid` for an `after` that no page gave
   */
  async watched(
    name: string,
    page: { readonly limit: number; readonly after?: string | null },
  ): Promise<WatchPage> {
    const { model } = await this.state(name);
    return readWatch(this.store, model, page);
  }

  /** Every version that was made with the partition of this day or hour, and what each did with it. */
  seenBy(partition: string): Promise<readonly PartitionSeen[]> {
    return partitionSeenBy(this.store, partition);
  }

  /** The version that a run has registered; null where nobody keeps the run's pipeline, which would name the model. */
  registeredBy(runId: string): Promise<RunRegistration | null> {
    return registeredBy(this.store, runId);
  }
}
