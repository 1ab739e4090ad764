import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitCheckpoint, latestCheckpoint, readCheckpointParts } from './checkpoint.js';
import { digestOf } from './digest.js';
import { runOf } from './nondeterminism.js';
import { readCache, writeCache } from './stage-cache.js';
import { commitStage, committedManifest, openStage, readManifest, writePart } from './stage-commit.js';
import { createStore, type Store } from './store.js';
import { ensureStoreId, readStoreId } from './store-identity.js';

const stage = 'train';
const runId = 'feed-20261101-120000-abcd';
const prefix = `runs/${runId}/${stage}/attempt-1/`;
const key = digestOf('key');
const id = '0b7e9bd6-3c0f-4b0f-8f57-0f2f5a0c7d11';

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function earlierHead(moved: { manifest?: unknown; checkpoint?: unknown }) {
  const head = { token: 1, sequence: 3, manifest: null, checkpoint: null, ...moved };
  await store.putJson(`runs/${runId}/${stage}/head.json`, head);
}

it('a result whose parts lie in their attempt is read, told of and taken over from the cache', async () => {
  const part = {
    name: 'saved_model.pb',
    ...(await store.putBytes(`${prefix}saved_model.pb`, bytesOf('network'))),
  };
  const result = { stage, key, parts: [part], body: { steps: 3 } } as const;
  const manifest = { ...(await store.putJson(`${prefix}manifest.json`, result)), stage } as const;
  await earlierHead({ manifest });
  await store.putIfNoneMatch(`cache/${stage}/${key.slice('sha256:'.length)}.json`, result);
  expect(await committedManifest(store, { runId, stage })).toEqual(manifest);
  expect(await readManifest(store, manifest)).toEqual(result);
  const cached = await readCache(store, stage, key);
  expect(cached?.manifest).toEqual(result);
  expect(cached && runOf(cached.manifest)).toBe(runId);
  expect(await store.getBytes(part)).toEqual(Buffer.from('network'));
  // The same content from now on is the same result, wherever its parts lie.
  const now = await writePart(store, 'saved_model.pb', bytesOf('network'));
  expect(now.key).not.toBe(part.key);
  expect(await writeCache(store, { ...result, parts: [now], run: 'now' })).toMatchObject({ adopted: true });
});

it('a training goes on from a checkpoint of an earlier layout, and removes it after the next', async () => {
  const part = { name: 'state', ...(await store.putBytes(`${prefix}checkpoint-4/state`, bytesOf('at 4'))) };
  const checkpoint = await store.putJson(`${prefix}checkpoint-4/checkpoint.json`, {
    step: 4,
    parts: [part],
    meta: 7,
  });
  await earlierHead({ checkpoint: { ...checkpoint, step: 4 } });
  const saved = await latestCheckpoint(store, { runId, stage });
  expect(saved).toEqual({ step: 4, parts: [part], meta: 7 });
  const read: string[] = [];
  if (saved !== null)
    await readCheckpointParts(store, saved, (_, bytes) => read.push(Buffer.from(bytes).toString()));
  expect(read).toEqual(['at 4']);
  const attempt = await openStage(store, { runId, stage, token: 2 });
  const next = { step: 8, parts: [{ name: 'state', bytes: bytesOf('at 8') }], meta: 7 };
  await commitCheckpoint(store, attempt, next);
  expect((await latestCheckpoint(store, { runId, stage }))?.step).toBe(8);
  expect((await store.list(`${prefix}checkpoint-`)).map((head) => head.key)).toEqual([]);
  await commitStage(store, attempt, { key, parts: [], body: null });
});

it('a store keeps its ID when it is marked as laid out anew', async () => {
  await store.putJson('store.json', { id });
  expect(await readStoreId(store)).toBe(id);
  expect(await Promise.all([1, 2, 3].map(() => ensureStoreId(store)))).toEqual([id, id, id]);
  expect((await store.getJson('store.json'))?.value).toEqual({ id, layout: 2 });
});

it('a layout that a later version has made is refused, with what to do', async () => {
  await store.putJson('store.json', { id, layout: 3, more: true });
  for (const ask of [readStoreId, ensureStoreId]) {
    await expect(ask(store)).rejects.toMatchObject({
      code: 'store.newer-layout',
      message: expect.stringContaining('laid out by version 3; this Espalier knows versions up to 2'),
    });
  }
  expect((await store.getJson('store.json'))?.value).toEqual({ id, layout: 3, more: true });
});
