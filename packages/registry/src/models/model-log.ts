/**
 * Responsible for a model's changes in S3: each is an object of its own, numbered without gaps and created where none lies yet, which is
 * the moment it counts from. What else tells of it (aliases, versions, lineage) is made from it, again where a process died on the way.
 * Leaves to others: which changes there are (decideChange), and that one decider asks at a time (the model's workflow).
 */
import {
  canonicalJson,
  EspalierError,
  type ModelChange,
  type ModelState,
  newModelState,
} from '@espalier/domain';
import { type AskedPage, mapBounded, type Page, type Store } from '@espalier/store';
import { parseRecord, readRecord } from '../records.js';
import { writePartitionsSeen } from './lineage-index.js';
import { aliasesKey, changeKey, modelsPrefix, registrationKey, versionKey } from './model-keys.js';
import { modelStateSchema, readChange, registeredRunSchema } from './model-schemas.js';
import { readVersionRecord } from './model-versions.js';

const maxTurns = 20;
const readsAtOnce = 16;

/** What the aliases say; null where there is no such model. One change may be on its way to them. */
export function readAliases(store: Store, model: string): Promise<ModelState | null> {
  return readRecord(store, aliasesKey(model), modelStateSchema);
}

/** What the changes say, after what a process that died left undone has been done. */
export async function recoverModel(store: Store, model: string): Promise<ModelState> {
  let state = (await readAliases(store, model)) ?? newModelState(model);
  for (;;) {
    const change = await readChange(store, changeKey(model, state.change + 1));
    if (change === null) return state;
    await apply(store, change);
    state = change.after;
  }
}

/**
 * Writes a change down and does what it says. Doing it again is fine, however late.
 * @returns false where the number is another change's: somebody else has decided meanwhile
 */
export async function recordChange(store: Store, change: ModelChange): Promise<boolean> {
  const key = changeKey(change.model, change.number);
  // Once the change counts, whoever comes next has to do what it says: a record that can't be read would be in everybody's way.
  if (change.registration !== undefined) await readVersionRecord(store, change.registration.record);
  if ((await store.putIfNoneMatch(key, change)) === null) {
    // Perhaps this very one, if its answer was lost.
    const stored = await store.getJson(key);
    if (canonicalJson(stored?.value) !== canonicalJson(change)) return false;
  }
  await apply(store, change);
  return true;
}

/** The version that a run has registered; null where it has none. */
export async function registeredVersion(store: Store, model: string, run: string): Promise<number | null> {
  return (await readRecord(store, registrationKey(model, run), registeredRunSchema))?.version ?? null;
}

export interface ChangesAsked {
  /** At most so many. */
  readonly limit: number;
  /** Only those with a lower number. */
  readonly before?: number | undefined;
  /** Those that were read before, by their keys: a change that counts stays as it is. */
  readonly known?: KnownChanges | undefined;
}

export interface KnownChanges {
  get(key: string): ModelChange | undefined;
  set(key: string, change: ModelChange): unknown;
}

/** Changes up to the state's own, the last one first. */
export async function readChanges(
  store: Store,
  { model, change }: Pick<ModelState, 'model' | 'change'>,
  { limit, before = change + 1, known }: ChangesAsked,
): Promise<readonly ModelChange[]> {
  const last = Math.min(change, before - 1);
  const numbers = Array.from({ length: Math.max(0, Math.min(limit, last)) }, (_, index) => last - index);
  return mapBounded(numbers, readsAtOnce, async (number) => {
    const key = changeKey(model, number);
    const found = known?.get(key) ?? (await readChange(store, key));
    if (found !== null) {
      known?.set(key, found);
      return found;
    }
    throw new EspalierError('registry.unreadable-record', `${store.uri(key)} is gone.`, { details: { key } });
  });
}

/** The names of all models, sorted. */
export async function modelNames(store: Store): Promise<readonly string[]> {
  return (await store.listFolders(modelsPrefix)).map(nameOfFolder);
}

/** Models by name, each as it stands. @throws EspalierError `request.invalid` for a cursor of another list */
export async function listModels(store: Store, asked: AskedPage): Promise<Page<ModelState>> {
  const { items, nextCursor } = await store.folderPage(modelsPrefix, asked);
  const states = await mapBounded(items.map(nameOfFolder), readsAtOnce, (name) => readAliases(store, name));
  return { items: states.filter((state) => state !== null), nextCursor };
}

function nameOfFolder(folder: string): string {
  return folder.slice(modelsPrefix.length, -1);
}

/** Aliases last: whoever sees a version finds all of it. */
async function apply(store: Store, change: ModelChange): Promise<void> {
  const { model, version, at, registration } = change;
  if (registration !== undefined) {
    const { run, pipeline, bundle, record } = registration;
    await store.putJson(versionKey(model, version), {
      ...{ model, version, registeredAt: at },
      ...{ run, pipeline, bundle, record },
    });
    await writePartitionsSeen(store, { model, version }, await readVersionRecord(store, record));
    await store.putJson(registrationKey(model, run), { version });
  }
  await moveAliases(store, change.after);
}

/** Never back to an earlier change. */
async function moveAliases(store: Store, after: ModelState): Promise<void> {
  const key = aliasesKey(after.model);
  for (let turn = 0; turn < maxTurns; turn++) {
    const stored = await store.getJson(key);
    if (stored !== null && parseRecord(store, key, modelStateSchema, stored.value).change >= after.change)
      return;
    const written =
      stored === null
        ? await store.putIfNoneMatch(key, after)
        : await store.putIfMatch(key, after, stored.etag);
    if (written !== null) return;
  }
  throw new EspalierError('store.contended', `${store.uri(key)} kept moving through ${maxTurns} tries.`, {
    details: { key },
  });
}
