/** Responsible for a JSON object that several change at once: read, changed and written on condition, so that nobody's change is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import type { Store, StoredJson } from './store.js';

const mostTurns = 50;
const longestPauseMs = 50;

/**
 * @param change gives what is to be there of what is there, null where nothing is; it may be asked again, also where it was done and the answer was lost
 * @returns what `change` gave, and is there now
 * @throws EspalierError `store.contended` after 50 turns, `store.*`, and what `change` throws
 */
export async function changeJson<T>(
  store: Store,
  key: string,
  change: (stored: StoredJson | null) => T | Promise<T>,
): Promise<T> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const stored = await store.getJson(key);
    const after = await change(stored);
    const written =
      stored === null
        ? await store.putIfNoneMatch(key, after)
        : await store.putIfMatch(key, after, stored.etag);
    if (written !== null) return after;
    await sleep(Math.random() * longestPauseMs);
  }
  throw new EspalierError('store.contended', `${store.uri(key)} kept changing through ${mostTurns} tries.`, {
    details: { key },
  });
}
