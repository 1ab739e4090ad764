/**
 * Results of stages across runs, by key. A cache manifest appears once and stays, unless its parts are lost or corrupt. One
 * that is dropped stays too, for the runs that were made from it: the key's next result is written beside it, as the next
 * generation.
 * Leaves to others: computing keys, deciding when to use the cache, and saying what differs (nondeterminism.ts).
 */
import {
  type Digest,
  EspalierError,
  type ManifestRef,
  type PartRef,
  type StageManifest,
  type StageName,
  stageNames,
} from '@espalier/domain';
import { z } from 'zod';
import { mapBounded } from './bounded-parallel.js';
import { digestHex, digestOfJson, isDigest } from './digest.js';
import { nondeterministic } from './nondeterminism.js';
import { parseManifest } from './stage-commit.js';
import { environmentSchema, type StageKeyComponents } from './stage-key.js';
import type { Store } from './store.js';

const headsAtOnce = 32;
const inspectionsAtOnce = 4;
const maxTurns = 20;

export interface CachedStage {
  readonly manifest: StageManifest;
  readonly ref: ManifestRef;
}

export interface CacheWrite extends CachedStage {
  /** True where the same result was there already; manifest and reference are then the earlier ones. */
  readonly adopted: boolean;
}

function cacheKey(stage: StageName, key: Digest, generation: number): string {
  const suffix = generation === 0 ? '' : `.${generation}`;
  return `cache/${stage}/${digestHex(key)}${suffix}.json`;
}

/** Where the generation of a key stands, once a result of it was dropped. */
function generationKey(stage: StageName, key: Digest): string {
  return `cache/generations/${stage}/${digestHex(key)}.json`;
}

const generationSchema = z.object({ generation: z.number().int().positive() });

async function readGeneration(store: Store, stage: StageName, key: Digest) {
  const stored = await store.getJson(generationKey(stage, key));
  if (stored === null) return { generation: 0, etag: null };
  const { data } = generationSchema.safeParse(stored.value);
  return { generation: data?.generation ?? 0, etag: stored.etag };
}

function latestKey(pipeline: string, stage: StageName): string {
  return `cache/latest/${encodeURIComponent(pipeline)}/${stage}.json`;
}

/** The manifest under a cache key and its etag; `manifest` is null where the object is no manifest of that key. */
async function readStored(store: Store, stage: StageName, key: Digest, generation: number) {
  const objectKey = cacheKey(stage, key, generation);
  const stored = await store.getJson(objectKey);
  if (stored === null) return null;
  const manifest = parseManifest(stored.value);
  const fits = manifest !== null && manifest.stage === stage && manifest.key === key;
  return {
    objectKey,
    manifest: fits ? manifest : null,
    etag: stored.etag,
    sizeBytes: stored.sizeBytes,
    digest: stored.digest,
  };
}

/**
 * The cached result of a stage, or null. Each part is known to exist with its size; its bytes are verified when read.
 */
export async function readCache(store: Store, stage: StageName, key: Digest): Promise<CachedStage | null> {
  const { generation } = await readGeneration(store, stage, key);
  const stored = await readStored(store, stage, key, generation);
  if (stored === null || stored.manifest === null) return null;
  const { manifest, objectKey, digest, sizeBytes } = stored;
  const present = await mapBounded(manifest.parts, headsAtOnce, async (part) => {
    const head = await store.headObject(part.key);
    return head !== null && head.sizeBytes === part.sizeBytes;
  });
  if (present.includes(false)) return null;
  return { manifest, ref: { stage, key: objectKey, digest, sizeBytes } };
}

function partDigests(parts: readonly PartRef[]): Digest {
  return digestOfJson(Object.fromEntries(parts.map(({ name, digest }) => [name, digest])));
}

/** Are all parts there, to the byte? Parts that the caller has just written itself need no second look. */
async function areIntact(store: Store, parts: readonly PartRef[], own: readonly PartRef[]): Promise<boolean> {
  const written = new Map(own.map((part) => [part.key, part.digest]));
  const doubtful = parts.filter((part) => written.get(part.key) !== part.digest);
  const states = await mapBounded(doubtful, inspectionsAtOnce, (part) => store.inspect(part));
  return states.every((state) => state === 'intact');
}

/**
 * Offers a stage's result to later runs. Where the key has a result already: the same parts are adopted; a result whose
 * parts are lost or corrupt is replaced.
 * @param inputs what the result was made from, by a name for people; told where the earlier one differs
 * @throws EspalierError `store.nondeterministic` where the earlier result is whole and different; `store.contended`.
 */
export async function writeCache(
  store: Store,
  manifest: StageManifest,
  inputs: StageKeyComponents['inputs'] = {},
): Promise<CacheWrite> {
  const { stage, key } = manifest;
  const { generation } = await readGeneration(store, stage, key);
  const objectKey = cacheKey(stage, key, generation);
  for (let turn = 0; turn < maxTurns; turn++) {
    const created = await store.putIfNoneMatch(objectKey, manifest);
    if (created !== null) return { manifest, ref: { stage, ...created }, adopted: false };
    const stored = await readStored(store, stage, key, generation);
    if (stored === null) continue;
    const earlier = stored.manifest;
    if (earlier !== null && (await areIntact(store, earlier.parts, manifest.parts))) {
      if (partDigests(earlier.parts) !== partDigests(manifest.parts))
        throw nondeterministic(earlier, manifest, inputs);
      const { digest, sizeBytes } = stored;
      return { manifest: earlier, ref: { stage, key: objectKey, digest, sizeBytes }, adopted: true };
    }
    const replaced = await store.putIfMatch(objectKey, manifest, stored.etag);
    if (replaced !== null) return { manifest, ref: { stage, ...replaced }, adopted: false };
  }
  throw contended(store, objectKey);
}

/**
 * Forgets the result under a key, so that the next run computes it anew; those that used it keep it.
 * @param keyStart digits that the key's digest begins with, enough to tell it from others
 * @returns the manifest that was forgotten
 * @throws EspalierError `store.no-such-result`; `request.invalid` where several keys begin so; `store.contended`
 */
export async function dropCached(store: Store, stage: StageName, keyStart: string): Promise<StageManifest> {
  const key = await findKey(store, stage, keyStart);
  for (let turn = 0; turn < maxTurns; turn++) {
    const from = await readGeneration(store, stage, key);
    const manifest = (await readStored(store, stage, key, from.generation))?.manifest ?? null;
    if (manifest === null) throw noSuchResult(stage, keyStart);
    if (await moveOn(store, stage, key, from)) return manifest;
  }
  throw contended(store, generationKey(stage, key));
}

/**
 * Moves a key on from one generation of its result, unless it has moved on already.
 * @returns whether it did
 */
export async function forgetCached(
  store: Store,
  stage: StageName,
  key: Digest,
  generation: number,
): Promise<boolean> {
  const now = await readGeneration(store, stage, key);
  return now.generation <= generation && (await moveOn(store, stage, key, { generation, etag: now.etag }));
}

/** @param from where the generation stands; its etag is null where there is none yet */
async function moveOn(
  store: Store,
  stage: StageName,
  key: Digest,
  from: { readonly generation: number; readonly etag: string | null },
): Promise<boolean> {
  const next = { generation: from.generation + 1 };
  const objectKey = generationKey(stage, key);
  const moved =
    from.etag === null
      ? await store.putIfNoneMatch(objectKey, next)
      : await store.putIfMatch(objectKey, next, from.etag);
  return moved !== null;
}

async function findKey(store: Store, stage: StageName, keyStart: string): Promise<Digest> {
  const digits = keyStart.replace(/^sha256:/, '').toLowerCase();
  if (!/^[0-9a-f]+$/.test(digits)) throw noSuchResult(stage, keyStart);
  const objects = await store.list(`cache/${stage}/${digits}`);
  const found = new Set(objects.map((object) => /([0-9a-f]{64})[^/]*$/.exec(object.key)?.[1] ?? ''));
  found.delete('');
  const [key, ...others] = found;
  if (key === undefined) throw noSuchResult(stage, keyStart);
  if (others.length === 0) return `sha256:${key}`;
  throw new EspalierError(
    'request.invalid',
    `${found.size} results of stage ${stage} have keys that begin with ${digits}: give more digits.`,
    { details: { stage, keys: [...found].slice(0, 10) } },
  );
}

function noSuchResult(stage: StageName, key: string): EspalierError {
  return new EspalierError(
    'store.no-such-result',
    `The cache has no result of stage ${stage} under ${key}.`,
    {
      details: { stage, key },
    },
  );
}

function contended(store: Store, objectKey: string): EspalierError {
  const message = `${store.uri(objectKey)} kept changing through ${maxTurns} tries.`;
  return new EspalierError('store.contended', message, { details: { key: objectKey } });
}

const componentsSchema: z.ZodType<StageKeyComponents> = z.object({
  stage: z.enum(stageNames),
  inputs: z.record(z.string(), z.custom<Digest>(isDigest)),
  spec: z.unknown(),
  code: z.custom<Digest>(isDigest),
  environment: environmentSchema,
});

/** Remembers what a pipeline's stage was last computed from, for `explainMiss`. The last writer wins. */
export async function writeLatestComponents(
  store: Store,
  pipeline: string,
  components: StageKeyComponents,
): Promise<void> {
  await store.putJson(latestKey(pipeline, components.stage), components);
}

/** What a pipeline's stage was last computed from, or null. */
export async function readLatestComponents(
  store: Store,
  pipeline: string,
  stage: StageName,
): Promise<StageKeyComponents | null> {
  const stored = await store.getJson(latestKey(pipeline, stage));
  return stored === null ? null : (componentsSchema.safeParse(stored.value).data ?? null);
}
