/** A cached result that no run has used for long is forgotten, and then garbage; whoever has it in use keeps it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { runEndKey } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../digest.js';
import { readCache, writeCache } from '../stage-cache.js';
import { writePart } from '../stage-commit.js';
import { createStore, type Store } from '../store.js';
import { collectGarbage, type GarbageOptions } from './collect-garbage.js';

const stage = 'encode';
const second = 1_000;
const day = 24 * 3_600 * second;
/** S3 tells times in whole seconds. */
const settled = () => sleep(1_100);

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3, { sharedForMs: second });

beforeEach(async () => {
  for (const { key } of await store.list('')) await store.deleteObject(key);
});
afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

const nobody: GarbageOptions['runs'] = { open: async () => [], stateOf: async () => 'ended' };
const collect = (given: Partial<GarbageOptions> = {}) =>
  collectGarbage(store, {
    ...{ runs: nobody, graceMs: 0, keepMs: day, keepReportsMs: day, keepCachedMs: 0, dryRun: false },
    ...given,
  });

async function cache(text: string, { from = text, run = '' } = {}) {
  const part = await writePart(store, 'shard.arrow', new TextEncoder().encode(from));
  const { ref } = await writeCache(store, { stage, key: digestOf(text), parts: [part], body: null, run });
  return { part, ref, isCached: async () => (await readCache(store, stage, digestOf(text))) !== null };
}
const there = async (key: string) => (await store.headObject(key)) !== null;

test('what no run uses is forgotten after its time, and freed by a later collection', async () => {
  const runId = 'feed-20261101-120000-0001';
  const [used, made, unused] = [
    await cache('used'),
    await cache('made', { run: runId }),
    await cache('unused'),
  ];
  await store.putJson(runEndKey(runId), { manifests: { [stage]: used.ref } });
  await settled();
  expect((await collect({ keepCachedMs: day })).forgotten).toBe(0);
  expect((await collect({ dryRun: true })).forgotten).toBe(1);
  expect(await unused.isCached()).toBe(true);

  // Who took it over just before may still be at work.
  const first = await collect();
  expect([first.forgotten, first.freed.objects]).toEqual([1, 0]);
  const cached = await Promise.all([used, made, unused].map((each) => each.isCached()));
  expect(cached).toEqual([true, true, false]);
  expect(await there(unused.part.key)).toBe(true);

  await settled();
  const later = await collect();
  expect(later.forgotten).toBe(0);
  expect(later.freedByKind).toMatchObject({ 'dropped results': { objects: 1 }, objects: { objects: 1 } });
  expect([await there(used.part.key), await there(unused.part.key)]).toEqual([true, false]);

  // Made again it is a result like any other.
  const again = await cache('unused', { from: 'made again' });
  expect(await again.isCached()).toBe(true);
});

test('what a run that goes on may have taken over stays until it has ended, and then for as long as what it made', async () => {
  const taken = await cache('taken');
  await settled();
  const runId = 'feed-20261101-120000-0002';
  const startedAtMs = Date.now() - second;
  const runs = { ...nobody, open: async () => [{ runId, startedAtMs }] };
  expect((await collect({ runs })).forgotten).toBe(1);
  await settled();
  await collect({ runs });
  expect(await there(taken.part.key)).toBe(true);
  await store.putJson(runEndKey(runId), { manifests: { [stage]: taken.ref } });
  await settled();
  await collect();
  expect(await there(taken.part.key)).toBe(true);
  await collect({ keepMs: 0 });
  expect(await there(taken.part.key)).toBe(false);
  // Its report is as it was.
  expect(await there(taken.ref.key)).toBe(true);
});
