/**
 * Responsible for the ID of a store, by which two processes see that they use the same bucket of the same service, whatever address each
 * reaches it by, and for the version of its layout.
 * Leaves to others: comparing the ID; reading earlier layouts, which needs no care: references hold keys.
 */
import { randomUUID } from 'node:crypto';
import { EspalierError } from '@espalier/domain';
import { z } from 'zod';
import type { Store } from './store.js';

const identityKey = 'store.json';

/** 1: parts lie in their attempt's folder, and nothing tells the version. 2: under their digest. */
const layout = 2;

const identitySchema = z.object({ id: z.uuid(), layout: z.int().default(1) });

async function readIdentity(store: Store) {
  const stored = await store.getJson(identityKey);
  const { data } = identitySchema.safeParse(stored?.value);
  if (data === undefined || stored === null) return null;
  if (data.layout <= layout) return { ...data, etag: stored.etag };
  throw new EspalierError(
    'store.newer-layout',
    `${store.uri(identityKey)} says that the bucket is laid out by version ${data.layout}; this Espalier knows versions up to ${layout}.`,
    { details: { bucket: store.bucket, layout: data.layout, known: layout } },
  );
}

/** Null where nobody has worked on the store yet. @throws EspalierError `store.newer-layout`, `store.*` */
export async function readStoreId(store: Store): Promise<string | null> {
  return (await readIdentity(store))?.id ?? null;
}

/** @throws EspalierError `store.newer-layout`, `store.*` */
export async function requireKnownLayout(store: Store): Promise<void> {
  await readIdentity(store);
}

/**
 * The store's ID, given to it by the first who asks; a store of an earlier layout is marked as one of this.
 * @throws EspalierError `store.newer-layout`, `store.*`
 */
export async function ensureStoreId(store: Store): Promise<string> {
  const known = await readIdentity(store);
  if (known !== null) {
    // Whoever else marks it at once writes the same.
    if (known.layout < layout) await store.putIfMatch(identityKey, { id: known.id, layout }, known.etag);
    return known.id;
  }
  const id = randomUUID();
  await store.putIfNoneMatch(identityKey, { id, layout });
  const kept = await readStoreId(store);
  if (kept !== null) return kept;
  // Something else lies under the key: nobody can have relied on it.
  await store.putJson(identityKey, { id, layout });
  return id;
}
