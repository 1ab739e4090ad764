/**
 * Results of stages across runs, by key. A cache manifest appears once and stays, unless its parts are lost or corrupt.
 * Leaves to others: computing keys, and deciding when to use the cache.
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
import { parseManifest } from './stage-commit.js';
import type { StageKeyComponents } from './stage-key.js';
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

function cacheKey(stage: StageName, key: Digest): string {
  return `cache/${stage}/${digestHex(key)}.json`;
}

function latestKey(pipeline: string, stage: StageName): string {
  return `cache/latest/${encodeURIComponent(pipeline)}/${stage}.json`;
}

/** The manifest under a cache key and its etag; `manifest` is null where the object is no manifest of that key. */
async function readStored(store: Store, stage: StageName, key: Digest) {
  const stored = await store.getJson(cacheKey(stage, key));
  if (stored === null) return null;
  const manifest = parseManifest(stored.value);
  const fits = manifest !== null && manifest.stage === stage && manifest.key === key;
  return {
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
  const stored = await readStored(store, stage, key);
  if (stored === null || stored.manifest === null) return null;
  const { manifest, digest, sizeBytes } = stored;
  const present = await mapBounded(manifest.parts, headsAtOnce, async (part) => {
    const head = await store.headObject(part.key);
    return head !== null && head.sizeBytes === part.sizeBytes;
  });
  if (present.includes(false)) return null;
  return { manifest, ref: { stage, key: cacheKey(stage, key), digest, sizeBytes } };
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
 * @throws EspalierError `store.nondeterministic` where the earlier result is whole and different; `store.contended`.
 */
export async function writeCache(store: Store, manifest: StageManifest): Promise<CacheWrite> {
  const { stage, key } = manifest;
  const objectKey = cacheKey(stage, key);
  for (let turn = 0; turn < maxTurns; turn++) {
    const created = await store.putIfNoneMatch(objectKey, manifest);
    if (created !== null) return { manifest, ref: { stage, ...created }, adopted: false };
    const stored = await readStored(store, stage, key);
    if (stored === null) continue;
    const earlier = stored.manifest;
    if (earlier !== null && (await areIntact(store, earlier.parts, manifest.parts))) {
      if (partDigests(earlier.parts) !== partDigests(manifest.parts))
        throw nondeterministic(earlier, manifest);
      const { digest, sizeBytes } = stored;
      return { manifest: earlier, ref: { stage, key: objectKey, digest, sizeBytes }, adopted: true };
    }
    const replaced = await store.putIfMatch(objectKey, manifest, stored.etag);
    if (replaced !== null) return { manifest, ref: { stage, ...replaced }, adopted: false };
  }
  throw new EspalierError(
    'store.contended',
    `${store.uri(objectKey)} kept changing through ${maxTurns} tries.`,
    {
      details: { key: objectKey },
    },
  );
}

function nondeterministic(earlier: StageManifest, now: StageManifest): EspalierError {
  const before = new Map(earlier.parts.map((part) => [part.name, part]));
  const after = new Map(now.parts.map((part) => [part.name, part]));
  const parts = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name)?.digest !== after.get(name)?.digest)
    .map((name) => ({ name, earlier: before.get(name) ?? null, now: after.get(name) ?? null }));
  const named = parts.map(({ name }) => name).join(', ');
  return new EspalierError(
    'store.nondeterministic',
    `Stage ${now.stage} gave other bytes than an earlier computation with the same key, in: ${named}.`,
    { details: { stage: now.stage, key: now.key, parts } },
  );
}

const componentsSchema: z.ZodType<StageKeyComponents> = z.object({
  stage: z.enum(stageNames),
  inputs: z.record(z.string(), z.custom<Digest>(isDigest)),
  spec: z.unknown(),
  code: z.custom<Digest>(isDigest),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
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
