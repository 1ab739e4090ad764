/** Responsible for the forests that shards are encoded by: a process opens each once. Leaves to others: encoding (row-encodings.ts). */
import type { LeafMap } from '@espalier/domain';
import { openForestEncoder } from '@espalier/forest';
import type { ShardServices } from '../../shards/shard-services.js';
import { KeptOnce } from '../kept-once.js';
import type { ForestParts } from './jobs.js';
import type { OpenForests } from './row-encodings.js';

/**
 * In bytes of leaf maps as stored; opened, forests take some two and a half times as much. Beside its trees each has room for some rows, which may be wide: so they
 * are few.
 */
const kept = new KeptOnce<ShardServices, OpenForests>({ maxSize: 32 * 1024 ** 2, max: 16 });

/**
 * Forests of all tasks with their leaf map, for whoever asks at the same time or later: nobody may change them.
 * @throws EspalierError `encoder.invalid-forest`, or as `Store.getBytes`
 */
export function openForests(services: ShardServices, parts: ForestParts): Promise<OpenForests> {
  const name = JSON.stringify([parts.leafMap, ...parts.boosters]);
  return kept.get(services, name, parts.leafMap.sizeBytes, () => open(services, parts));
}

async function open({ store, xgboost }: ShardServices, parts: ForestParts): Promise<OpenForests> {
  const leafMap = (await store.getVerifiedJson(parts.leafMap)) as LeafMap;
  const boosters = await Promise.all(
    parts.boosters.map(async ({ task, part }) => ({ task, bytes: await store.getBytes(part) })),
  );
  return { encoder: await openForestEncoder(xgboost, { boosters, leafMap }), leafMap };
}
