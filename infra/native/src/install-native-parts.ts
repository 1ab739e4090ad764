/**
 * Brings every native part that this machine lacks into the user-level cache, once for all checkouts.
 * What is there, or brought by the user, is left alone; an interrupted install goes on with the part it was at.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { fetchPart } from './fetch-part.js';
import { withHostLock } from './host-lock.js';
import { buildNativePart } from './native-build.js';
import {
  type FetchedPart,
  type FetchedPartName,
  fetchedPart,
  type NativePartName,
  nativeCacheDir,
} from './part-table.js';
import {
  requireCompiler,
  requireLoadableFolder,
  requirePip,
  requirePlatform,
  requireRoom,
} from './requirements-of-machine.js';
import { isBuilt, nativeBuild, nativePartPlace } from './resolve-native-part.js';
import { makeUsableFolder } from './usable-folder.js';

export type InstallProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'started'; readonly part: NativePartName; readonly downloadBytes: number }
  | {
      readonly kind: 'receiving';
      readonly part: NativePartName;
      readonly receivedBytes: number;
      readonly downloadBytes: number;
    }
  | { readonly kind: 'done'; readonly part: NativePartName; readonly seconds: number };

export interface InstallOptions {
  readonly settings?: Settings;
  /** Which parts to bring (default: those that running pipelines with these settings takes). */
  readonly parts?: readonly NativePartName[];
  readonly onProgress?: (progress: InstallProgress) => void;
}

/** The addon comes last: it is built against TensorFlow, and takes longest to build. */
export const allNativeParts: readonly NativePartName[] = [
  'valkey',
  'seaweedfs',
  'temporal',
  'temporal-test-server',
  'xgboost',
  'tensorflow',
  'loopback-bind',
  'tfjs-addon',
];

const installTimeoutMs = 3_600_000;
const builtBytes = 1e6;

function isNeeded(part: NativePartName, { external }: Settings): boolean {
  switch (part) {
    case 'temporal':
      return !external.temporal;
    case 'valkey':
      return !external.redis;
    case 'seaweedfs':
      return !external.s3;
    case 'temporal-test-server':
      return false;
    case 'xgboost':
    case 'tensorflow':
    case 'tfjs-addon':
    case 'loopback-bind':
      return true;
  }
}

/** The parts that running pipelines takes with these settings: no server for a service that runs elsewhere. */
export function neededParts(settings: Settings): readonly NativePartName[] {
  return allNativeParts.filter((part) => isNeeded(part, settings));
}

/** Of `parts`, those that are not there and that nobody brings. */
export function missingParts(
  settings: Settings,
  parts: readonly NativePartName[] = neededParts(settings),
): readonly NativePartName[] {
  return parts.filter((part) => {
    const place = nativePartPlace(part, settings);
    return !place.provided && !existsSync(place.witness);
  });
}

function isFetched(part: NativePartName): part is FetchedPartName {
  return !isBuilt(part);
}

function removeLeftovers(dir: string): void {
  for (const entry of readdirSync(dir)) {
    if (entry.startsWith('.staging-')) rmSync(join(dir, entry), { recursive: true, force: true });
  }
}

async function installMissing(settings: Settings, options: InstallOptions): Promise<void> {
  const missing = missingParts(settings, options.parts);
  if (missing.length === 0) return;
  const report = options.onProgress ?? (() => undefined);
  const fetched: FetchedPart[] = missing.filter(isFetched).map((part) => fetchedPart(part, settings));
  const cacheDir = nativeCacheDir(settings);
  removeLeftovers(cacheDir);
  // Everything the machine lacks is said before the first byte is fetched.
  if (missing.some(isBuilt)) requireCompiler();
  if (fetched.length > 0) requirePip();
  const largestDownloadBytes = Math.max(0, ...fetched.map((part) => part.downloadBytes));
  requireRoom(
    cacheDir,
    fetched.reduce((sum, part) => sum + part.unpackedBytes, builtBytes) + largestDownloadBytes,
  );
  for (const part of fetched) {
    const startedAt = performance.now();
    report({ kind: 'started', part: part.name, downloadBytes: part.downloadBytes });
    let reportedBytes = 0;
    await fetchPart(part, (receivedBytes) => {
      if (receivedBytes <= reportedBytes) return;
      reportedBytes = receivedBytes;
      report({ kind: 'receiving', part: part.name, receivedBytes, downloadBytes: part.downloadBytes });
    });
    report({ kind: 'done', part: part.name, seconds: (performance.now() - startedAt) / 1000 });
  }
  for (const part of missing.filter(isBuilt)) {
    const startedAt = performance.now();
    report({ kind: 'started', part, downloadBytes: 0 });
    await buildNativePart(nativeBuild(part, settings));
    report({ kind: 'done', part, seconds: (performance.now() - startedAt) / 1000 });
  }
}

/**
 * Installs what is missing; a few milliseconds when nothing is.
 * @throws EspalierError `native.*`, each one sentence with what to do.
 */
export async function installNativeParts(options: InstallOptions = {}): Promise<void> {
  const settings = options.settings ?? loadSettings();
  if (missingParts(settings, options.parts).length === 0) return;
  requirePlatform();
  requireLoadableFolder(nativeCacheDir(settings));
  makeUsableFolder(nativeCacheDir(settings), 'ESPALIER_CACHE_DIR');
  const outcome = await withHostLock(
    nativeCacheDir(settings),
    'install',
    { timeoutMs: installTimeoutMs, onWaiting: () => options.onProgress?.({ kind: 'waiting' }) },
    () => installMissing(settings, options),
  );
  if (outcome === null) {
    throw new EspalierError(
      'native.install-busy',
      'Another install of native parts has gone on for an hour.',
    );
  }
}
