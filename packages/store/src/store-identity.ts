/**
 * Responsible for the ID of a store, by which two processes see that they use the same bucket of the same service, whatever address each
 * reaches it by.
 * Leaves to others: comparing it.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './store.js';

const identityKey = 'store.json';
const identitySchema = z.object({ id: z.uuid() });

/** Null where nobody has worked on the store yet. @throws EspalierError `store.*` */
export async function readStoreId(store: Store): Promise<string | null> {
  const stored = identitySchema.safeParse((await store.getJson(identityKey))?.value);
  return stored.success ? stored.data.id : null;
}

/** The store's ID, given to it by the first who asks. @throws EspalierError `store.*` */
export async function ensureStoreId(store: Store): Promise<string> {
  const known = await readStoreId(store);
  if (known !== null) return known;
  const id = randomUUID();
  await store.putIfNoneMatch(identityKey, { id });
  const kept = await readStoreId(store);
  if (kept !== null) return kept;
  // Something else lies under the key: nobody can have relied on it.
  await store.putJson(identityKey, { id });
  return id;
}
