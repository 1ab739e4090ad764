/** Responsible for which versions of models are registered: each names a record of what it was made of. Leaves to others: reading it. */
import type { Store } from '../store.js';

/** The keys of their records, a page of the listing in memory. */
export async function* registeredVersions(store: Store): AsyncGenerator<string> {
  for await (const { key } of store.walk('models/')) {
    if (/^models\/[^/]+\/versions\/\d+\.json$/.test(key)) yield key;
  }
}
