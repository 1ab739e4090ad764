/**
 * Loads a bundle from S3 or from a folder, every part verified; refuses one that is incomplete and names the part.
 * Leaves to others: making predictions with it.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { digestOfFile, type Store } from '@espalier/store';
import {
  type BundleManifest,
  type BundlePart,
  boosterName,
  manifestName,
  parseBundleManifest,
  partNames,
} from './bundle-manifest.js';

export interface BundlePaths {
  /** The bundle's folder. */
  readonly dir: string;
  readonly boosters: readonly { readonly task: string; readonly path: string }[];
  readonly leafMap: string;
  readonly featureSchema: string;
  /** The folder that holds `saved_model.pb`. */
  readonly savedModelDir: string;
  readonly report: string;
  readonly lineage: string;
}

export interface LoadedBundle {
  readonly manifest: BundleManifest;
  readonly paths: BundlePaths;
}

function partMissing(part: BundlePart, where: string): EspalierError {
  return new EspalierError('registry.part-missing', `The bundle ${where} lacks its part ${part.name}.`, {
    details: { bundle: where, part: part.name },
  });
}

function partMismatched(part: BundlePart, where: string, cause?: unknown): EspalierError {
  return new EspalierError(
    'registry.part-mismatched',
    `The part ${part.name} of the bundle ${where} is not the one that ${manifestName} names.`,
    { details: { bundle: where, part: part.name, digest: part.digest }, cause },
  );
}

function noBundle(where: string): EspalierError {
  return new EspalierError(
    'registry.not-a-bundle',
    `There is no bundle at ${where}: it has no ${manifestName}.`,
    {
      details: { bundle: where },
    },
  );
}

function pathsIn(dir: string, manifest: BundleManifest): BundlePaths {
  return {
    dir,
    boosters: manifest.tasks.map((task) => ({ task, path: join(dir, boosterName(task)) })),
    leafMap: join(dir, partNames.leafMap),
    featureSchema: join(dir, partNames.featureSchema),
    savedModelDir: join(dir, partNames.network, '..'),
    report: join(dir, partNames.report),
    lineage: join(dir, partNames.lineage),
  };
}

/** What is the matter with a part's file, if anything. */
async function inspectFile(path: string, part: BundlePart): Promise<'intact' | 'missing' | 'mismatched'> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 'missing';
  const same = found.size === part.sizeBytes && (await digestOfFile(path)) === part.digest;
  return same ? 'intact' : 'mismatched';
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function loadFolder(dir: string): Promise<LoadedBundle> {
  const text = await readFile(join(dir, manifestName), 'utf8').catch(() => null);
  if (text === null) throw noBundle(dir);
  const manifest = parseBundleManifest(parseText(text), dir);
  for (const part of manifest.parts) {
    const state = await inspectFile(join(dir, part.name), part);
    if (state === 'missing') throw partMissing(part, dir);
    if (state === 'mismatched') throw partMismatched(part, dir);
  }
  return { manifest, paths: pathsIn(dir, manifest) };
}

interface Download {
  readonly store: Store;
  readonly intoDir: string;
  /** No download begins once it has aborted; those that are under way go on. */
  readonly signal?: AbortSignal;
}

async function fetchPart(download: Download, prefix: string, part: BundlePart): Promise<void> {
  const { store, intoDir, signal } = download;
  const path = join(intoDir, part.name);
  if ((await inspectFile(path, part)) === 'intact') return;
  signal?.throwIfAborted();
  try {
    await store.getToFile({ ...part, key: `${prefix}${part.name}` }, path);
  } catch (error) {
    const code = error instanceof EspalierError ? error.code : null;
    if (code === 'store.not-found') throw partMissing(part, store.uri(prefix));
    if (code === 'store.corrupt') throw partMismatched(part, store.uri(prefix), error);
    throw error;
  }
}

async function loadFromStore(download: Download, prefix: string): Promise<LoadedBundle> {
  const { store, intoDir, signal } = download;
  const where = store.uri(prefix);
  const stored = await store.getJson(`${prefix}${manifestName}`);
  if (stored === null) throw noBundle(where);
  const manifest = parseBundleManifest(stored.value, where);
  await Promise.all(manifest.parts.map((part) => fetchPart(download, prefix, part)));
  signal?.throwIfAborted();
  // Last, so that the folder is a bundle by itself only when all of it is there.
  await writeFile(join(intoDir, manifestName), JSON.stringify(stored.value));
  return { manifest, paths: pathsIn(intoDir, manifest) };
}

/**
 * Loads a bundle.
 * @param uri `s3://bucket/prefix`, or a local folder, which is verified where it lies.
 * @param options for `s3://`: the store whose service and credentials to use, and the folder to download into; parts
 *   that are there already are kept.
 * @throws EspalierError `registry.not-a-bundle`; `registry.part-missing` and `registry.part-mismatched`, which name the
 *   part; `store.unreachable`.
 */
export async function loadBundle(uri: string, options: Download | null = null): Promise<LoadedBundle> {
  const remote = /^s3:\/\/([^/]+)\/(.+?)\/?$/.exec(uri);
  if (remote === null) {
    if (uri.startsWith('s3://')) throw noBundle(uri);
    return loadFolder(resolve(uri));
  }
  if (options === null) throw new TypeError(`loading ${uri} needs a store and a folder`);
  const [, bucket = '', prefix = ''] = remote;
  const download = { ...options, store: options.store.inBucket(bucket), intoDir: resolve(options.intoDir) };
  return loadFromStore(download, `${prefix}/`);
}
