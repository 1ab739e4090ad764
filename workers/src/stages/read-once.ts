/**
 * Responsible for small objects that the jobs of a run read over and over, its spec and manifests: a process asks S3 for each once.
 * They lie under their content's digest, so what was read stays true.
 */
import type { ArtifactRef } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { LRUCache } from 'lru-cache';

/** As stored; JSON is some times as large in memory. Manifests of many thousand shards are above, and are read each time. */
const keptBytes = 16 * 1024 ** 2;
const largestKeptBytes = 2 * 1024 ** 2;

const kept = new WeakMap<Store, LRUCache<string, Promise<unknown>>>();

/**
 * What `read` makes of an object, for whoever reads the same object at the same time or later: nobody may change it.
 * What fails is tried again by the next.
 * @param as what it is read as, where one object may be read as several
 */
export function readOnce<T>(store: Store, ref: ArtifactRef, as: string, read: () => Promise<T>): Promise<T> {
  let objects = kept.get(store);
  if (objects === undefined) {
    objects = new LRUCache({ maxSize: keptBytes, maxEntrySize: largestKeptBytes });
    kept.set(store, objects);
  }
  const name = `${as} ${ref.digest} ${ref.key}`;
  const found = objects.get(name);
  if (found !== undefined) return found as Promise<T>;
  const reading = read();
  objects.set(name, reading, { size: Math.max(1, ref.sizeBytes) });
  reading.catch(() => objects.delete(name));
  return reading;
}

/** Its JSON value. @throws EspalierError as `Store.getBytes` */
export function readJsonOnce(store: Store, ref: ArtifactRef): Promise<unknown> {
  return readOnce(store, ref, 'json', () => store.getVerifiedJson(ref));
}
