/** Responsible for which results the cache holds, and which were dropped from it. Leaves to others: what these name. */
import { z } from 'zod';
import { mapBounded } from '../bounded-parallel.js';
import type { ObjectHead } from '../object-listing.js';
import type { Store } from '../store.js';

const readsAtOnce = 16;
const entryPattern = /^cache\/([^/]+)\/([0-9a-f]{64})(?:\.(\d+))?\.json$/;
const generationPattern = /^cache\/generations\/([^/]+\/[0-9a-f]{64})\.json$/;
const generationSchema = z.object({ generation: z.number().int().positive() });

export interface CachedEntry extends ObjectHead {
  readonly stage: string;
  /** Of the stage's cache key. */
  readonly digits: string;
  readonly generation: number;
  /** When its key was moved on from it; 0 for one that is current. */
  readonly droppedAtMs: number;
}

export interface CachedEntries {
  readonly current: readonly CachedEntry[];
  readonly dropped: readonly CachedEntry[];
}

export async function cachedEntries(store: Store): Promise<CachedEntries> {
  const moved: ObjectHead[] = [];
  for await (const head of store.walk('cache/generations/')) moved.push(head);
  const generations = new Map(
    await mapBounded(moved, readsAtOnce, async ({ key, lastModifiedMs }) => {
      const { data } = generationSchema.safeParse((await store.getJson(key))?.value);
      const name = generationPattern.exec(key)?.[1] ?? key;
      return [name, { generation: data?.generation ?? 0, movedMs: lastModifiedMs }] as const;
    }),
  );
  const current: CachedEntry[] = [];
  const dropped: CachedEntry[] = [];
  for await (const head of store.walk('cache/')) {
    const [, stage, digits = '', suffix = '0'] = entryPattern.exec(head.key) ?? [];
    if (stage === undefined || stage === 'generations' || stage === 'latest') continue;
    const now = generations.get(`${stage}/${digits}`);
    const entry = { ...head, stage, digits, generation: Number(suffix) };
    if (now === undefined || entry.generation >= now.generation) current.push({ ...entry, droppedAtMs: 0 });
    else dropped.push({ ...entry, droppedAtMs: now.movedMs });
  }
  return { current, dropped };
}
