/**
 * Artifacts on the local disk, named by digest, so that processes of one machine fetch each of them once.
 * Leaves to others: removing what is no longer needed.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactRef } from '@espalier/domain';
import { digestHex } from './digest.js';
import type { Store } from './store.js';

const underway = new Map<string, Promise<void>>();

async function isWhole(path: string, sizeBytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && found.size === sizeBytes;
}

/**
 * The local path of an artifact's bytes, downloaded and verified unless it is there already. A file under its name is
 * always whole, because it gets that name by a rename after the check; treat it as read-only.
 * @throws EspalierError as `Store.getToFile`.
 */
export async function openLocal(store: Store, ref: ArtifactRef, cacheDir: string): Promise<string> {
  const hex = digestHex(ref.digest);
  const path = join(cacheDir, 'sha256', hex.slice(0, 2), hex);
  if (await isWhole(path, ref.sizeBytes)) return path;
  const download = underway.get(path) ?? store.getToFile(ref, path).finally(() => underway.delete(path));
  underway.set(path, download);
  await download;
  return path;
}
