/**
 * Copies a bundle into a folder of its own, every part verified; the folder is whole or it is not there.
 * Leaves to others: loading it (load-bundle.ts).
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { type BundleManifest, manifestName } from './bundle-manifest.js';
import { loadBundle } from './load-bundle.js';

const settleMs = 500;

export interface ExportOptions {
  readonly store: Store;
  /** Gives up: nothing is left of the copy. */
  readonly signal: AbortSignal;
}

export interface ExportedBundle {
  readonly manifest: BundleManifest;
  /** Absolute path. */
  readonly dir: string;
  readonly sizeBytes: number;
}

function refused(dir: string, reason: string): EspalierError {
  return new EspalierError('request.invalid', `The bundle can't be exported to ${dir}: ${reason}.`, {
    details: { path: dir },
  });
}

/** @throws EspalierError `request.invalid` unless the folder is new or empty, in a folder that is there. */
async function requireFreeFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => null);
  if (found !== null && !found.isDirectory()) throw refused(dir, 'it is a file');
  if (found !== null && (await readdir(dir)).length > 0) throw refused(dir, 'it is not empty');
  const parent = await stat(dirname(dir)).catch(() => null);
  if (!parent?.isDirectory()) throw refused(dir, `there is no folder ${dirname(dir)}`);
}

async function copyFolder(from: string, into: string, signal: AbortSignal): Promise<void> {
  const { manifest } = await loadBundle(from);
  for (const name of [...manifest.parts.map((part) => part.name), manifestName]) {
    signal.throwIfAborted();
    await mkdir(dirname(join(into, name)), { recursive: true });
    await copyFile(join(from, name), join(into, name));
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const aborted = () => fail(signal.reason);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', aborted));
  });
}

/**
 * Exports a bundle.
 * @param uri `s3://bucket/prefix`, or a local folder.
 * @param dir a folder that is new, or empty.
 * @param options `signal` gives up: nothing is left of the copy.
 * @throws EspalierError `request.invalid` for the folder, and all that `loadBundle` throws; the signal's reason.
 */
export async function exportBundle(
  uri: string,
  dir: string,
  options: ExportOptions,
): Promise<ExportedBundle> {
  return exportArranged(uri, resolve(dir), options, async () => undefined);
}

/**
 * The same with the files arranged otherwise, once they have been verified.
 * @param target absolute
 * @param arrange moves files about within the folder that it is given
 */
export async function exportArranged(
  uri: string,
  target: string,
  options: ExportOptions,
  arrange: (folder: string) => Promise<void>,
): Promise<ExportedBundle> {
  await requireFreeFolder(target);
  const partial = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.partial`);
  const { store, signal } = options;
  let fetching: Promise<unknown> = Promise.resolve();
  try {
    await mkdir(partial);
    fetching = uri.startsWith('s3://')
      ? loadBundle(uri, { store, intoDir: partial, signal })
      : copyFolder(resolve(uri), partial, signal);
    await untilAborted(fetching, signal);
    const { manifest } = await loadBundle(partial);
    await arrange(partial);
    signal.throwIfAborted();
    await rmdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(partial, target);
    const sizeBytes = manifest.parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    return { manifest, dir: target, sizeBytes };
  } catch (error) {
    // What has just begun may still make its folder.
    await Promise.race([fetching.catch(() => undefined), sleep(settleMs)]);
    await rm(partial, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}
