/**
 * Responsible for which records of models name objects: of a version what it was made of, of a watched partition the champion's point.
 * Leaves to others: reading these.
 */
import type { Store } from '../store.js';

/** The keys of their records, a page of the listing in memory. */
export async function* registeredVersions(store: Store): AsyncGenerator<string> {
  for await (const { key } of store.walk('models/')) {
    if (/^models\/[^/]+\/(?:versions\/\d+|watch\/[^/]+\/[^/]+\/[0-9a-f]{64})\.json$/.test(key)) yield key;
  }
}
