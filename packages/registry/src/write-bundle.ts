/**
 * Publishes a bundle: copies the parts inside S3, then writes the manifest that makes them one. The same predictions
 * published twice are one bundle. Leaves to others: deciding whether a model may ship.
 */
import { type ArtifactRef, type Digest, EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import {
  type BundleDigests,
  type BundleManifest,
  type BundlePart,
  boosterName,
  bundleDigests,
  bundleManifest,
  bundlePrefix,
  manifestName,
  parseBundleManifest,
  partNames,
  toPart,
} from './bundle-manifest.js';

const maxTurns = 5;

export interface BundleContent {
  readonly pipeline: string;
  /** One for each task, in the order of the leaf map's forests. */
  readonly boosters: readonly { readonly task: string; readonly ref: ArtifactRef }[];
  readonly leafMap: ArtifactRef;
  readonly featureSchema: ArtifactRef;
  /** `saved_model.pb`. */
  readonly network: ArtifactRef;
  /** The part of the spec that shapes predictions; covered by the bundle's digest. */
  readonly modelling: unknown;
  /** The whole spec, defaults filled in. */
  readonly spec: unknown;
  /** Digests of the data it was made from, by name. */
  readonly data: Readonly<Record<string, Digest>>;
  readonly codeVersion: string;
  /** Held-out metrics, as JSON. */
  readonly report: unknown;
  /** Run, times, hosts, native versions, world sizes: whatever tells how it came about, as JSON. */
  readonly lineage: unknown;
}

export interface PublishedBundle {
  /** `s3://bucket/prefix`, what `loadBundle` and `espalier score` take. */
  readonly uri: string;
  readonly digest: Digest;
  readonly encoderDigest: Digest;
  readonly networkDigest: Digest;
  /** Of the parts that predict. */
  readonly sizeBytes: number;
  /** True where these predictions were published before; report and lineage are then the earlier ones. */
  readonly adopted: boolean;
}

interface Existing {
  /** Null where the object is no manifest, or names lost or corrupt parts. */
  readonly manifest: BundleManifest | null;
  readonly etag: string;
}

async function readExisting(store: Store, prefix: string, digest: Digest): Promise<Existing | null> {
  const stored = await store.getJson(`${prefix}${manifestName}`);
  if (stored === null) return null;
  const broken = { manifest: null, etag: stored.etag };
  try {
    const manifest = parseBundleManifest(stored.value, store.uri(prefix));
    if (manifest.digest !== digest) return broken;
    for (const part of manifest.parts) {
      if ((await store.inspect({ ...part, key: `${prefix}${part.name}` })) !== 'intact') return broken;
    }
    return { manifest, etag: stored.etag };
  } catch (error) {
    if (error instanceof EspalierError && error.code.startsWith('registry.')) return broken;
    throw error;
  }
}

/** Copies a part and looks at what arrived, so that a corrupt source never becomes part of a bundle. */
async function copyPart(store: Store, from: ArtifactRef, prefix: string, name: string): Promise<BundlePart> {
  const copy = await store.copyObject(from, `${prefix}${name}`);
  if ((await store.inspect(copy)) !== 'intact') {
    throw new EspalierError('store.corrupt', `${store.uri(from.key)} is corrupt, so it was not published.`, {
      details: { part: name, key: from.key },
    });
  }
  return toPart(name, copy);
}

/**
 * Writes a part that may differ between two publications of the same predictions. The first one stays, so that two
 * publishers at once name the same bytes in their manifests; `replace` is for a bundle that is broken anyway.
 */
async function writeOnce(
  store: Store,
  prefix: string,
  name: string,
  value: unknown,
  replace: boolean,
): Promise<BundlePart> {
  const key = `${prefix}${name}`;
  if (replace) return toPart(name, await store.putJson(key, value));
  const written = await store.putIfNoneMatch(key, value);
  if (written !== null) return toPart(name, written);
  const earlier = await store.getJson(key);
  return toPart(name, earlier === null ? await store.putJson(key, value) : { ...earlier, key });
}

async function writeParts(store: Store, content: BundleContent, prefix: string, replace: boolean) {
  const copies: readonly (readonly [string, ArtifactRef])[] = [
    ...content.boosters.map(({ task, ref }) => [boosterName(task), ref] as const),
    [partNames.leafMap, content.leafMap],
    [partNames.featureSchema, content.featureSchema],
    [partNames.network, content.network],
  ];
  return Promise.all([
    ...copies.map(([name, ref]) => copyPart(store, ref, prefix, name)),
    writeOnce(store, prefix, partNames.report, content.report, replace),
    writeOnce(store, prefix, partNames.lineage, content.lineage, replace),
  ]);
}

function predicting(content: BundleContent): readonly BundlePart[] {
  return [
    ...content.boosters.map(({ task, ref }) => toPart(boosterName(task), ref)),
    toPart(partNames.leafMap, content.leafMap),
    toPart(partNames.featureSchema, content.featureSchema),
    toPart(partNames.network, content.network),
  ];
}

function digestsOf(content: BundleContent): BundleDigests {
  return bundleDigests(
    predicting(content),
    content.boosters.map(({ task }) => task),
    content.modelling,
  );
}

/**
 * Publishes a bundle under `bundles/PIPELINE/DIGEST`. Parts go first and the manifest last, so a reader sees all of the
 * bundle or none; a bundle that is there already and whole is adopted, a broken one is mended.
 * @throws EspalierError `store.corrupt` when a part's source is; `store.not-found`; `store.unreachable`.
 */
export async function writeBundle(store: Store, content: BundleContent): Promise<PublishedBundle> {
  const { digest, encoder, network } = digestsOf(content);
  const prefix = bundlePrefix(content.pipeline, digest);
  const published = (adopted: boolean): PublishedBundle => ({
    uri: store.uri(prefix.slice(0, -1)),
    digest,
    encoderDigest: encoder,
    networkDigest: network,
    sizeBytes: predicting(content).reduce((sum, part) => sum + part.sizeBytes, 0),
    adopted,
  });
  for (let turn = 0; turn < maxTurns; turn++) {
    const existing = await readExisting(store, prefix, digest);
    if (existing !== null && existing.manifest !== null) return published(true);
    const manifest = bundleManifest({
      pipeline: content.pipeline,
      digest,
      encoderDigest: encoder,
      networkDigest: network,
      tasks: content.boosters.map(({ task }) => task),
      parts: await writeParts(store, content, prefix, existing !== null),
      modelling: content.modelling,
      spec: content.spec,
      data: content.data,
      codeVersion: content.codeVersion,
    });
    const key = `${prefix}${manifestName}`;
    const written =
      existing === null
        ? await store.putIfNoneMatch(key, manifest)
        : await store.putIfMatch(key, manifest, existing.etag);
    if (written !== null) return published(false);
  }
  throw new EspalierError(
    'store.contended',
    `${store.uri(prefix)} kept changing through ${maxTurns} tries.`,
    { details: { prefix } },
  );
}
