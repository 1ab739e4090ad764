/**
 * Responsible for small objects that the jobs of a run read over and over, its spec and manifests: a process asks S3 for each once.
 * They lie under their content's digest, so what was read stays true.
 */
import type { ArtifactRef } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { KeptOnce } from './kept-once.js';

/** In bytes as stored; JSON is some times as large in memory. Manifests of many thousand shards are above, and are read each time. */
const kept = new KeptOnce<Store, unknown>({ maxSize: 16 * 1024 ** 2, maxEntrySize: 2 * 1024 ** 2 });

/**
 * What `read` makes of an object, for whoever reads the same object at the same time or later: nobody may change it.
 * What fails is tried again by the next.
 * @param as what it is read as, where one object may be read as several
 */
export function readOnce<T>(store: Store, ref: ArtifactRef, as: string, read: () => Promise<T>): Promise<T> {
  return kept.get(store, `${as} ${ref.digest} ${ref.key}`, ref.sizeBytes, read) as Promise<T>;
}

/** Its JSON value. @throws EspalierError as `Store.getBytes` */
export function readJsonOnce(store: Store, ref: ArtifactRef): Promise<unknown> {
  return readOnce(store, ref, 'json', () => store.getVerifiedJson(ref));
}
