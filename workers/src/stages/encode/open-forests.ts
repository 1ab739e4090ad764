/** Responsible for the forests that shards are encoded by: a process opens each once. Leaves to others: encoding (row-encodings.ts). */
import type { LeafMap } from '@espalier/domain';
import { openForestEncoder } from '@espalier/forest';
import { LRUCache } from 'lru-cache';
import type { ShardServices } from '../../shards/shard-services.js';
import type { ForestParts } from './jobs.js';
import type { OpenForests } from './row-encodings.js';

/** Leaf maps as stored; opened, forests take some two and a half times as much. */
const keptBytes = 32 * 1024 ** 2;
/** Beside its trees each has room for some rows, which may be wide. */
const mostKept = 16;

const kept = new WeakMap<ShardServices, LRUCache<string, Promise<OpenForests>>>();

/**
 * Forests of all tasks with their leaf map, for whoever asks at the same time or later: nobody may change them. What fails is tried again by the next.
 * @throws EspalierError `encoder.invalid-forest`, or as `Store.getBytes`
 */
export function openForests(services: ShardServices, parts: ForestParts): Promise<OpenForests> {
  let opened = kept.get(services);
  if (opened === undefined) {
    opened = new LRUCache({ max: mostKept, maxSize: keptBytes });
    kept.set(services, opened);
  }
  const name = JSON.stringify([parts.leafMap, ...parts.boosters]);
  const found = opened.get(name);
  if (found !== undefined) return found;
  const opening = open(services, parts);
  opened.set(name, opening, { size: Math.max(1, parts.leafMap.sizeBytes) });
  opening.catch(() => opened.delete(name));
  return opening;
}

async function open({ store, xgboost }: ShardServices, parts: ForestParts): Promise<OpenForests> {
  const leafMap = (await store.getVerifiedJson(parts.leafMap)) as LeafMap;
  const boosters = await Promise.all(
    parts.boosters.map(async ({ task, part }) => ({ task, bytes: await store.getBytes(part) })),
  );
  return { encoder: await openForestEncoder(xgboost, { boosters, leafMap }), leafMap };
}
