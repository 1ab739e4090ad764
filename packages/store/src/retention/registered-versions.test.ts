import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, expect, it } from 'vitest';
import { commitCheckpoint, savedCheckpoints } from '../checkpoint.js';
import { digestOf } from '../digest.js';
import { commitStage, openStage, writePart } from '../stage-commit.js';
import { createStore, encodeJson, type Store } from '../store.js';
import { collectGarbage, type GarbageOptions } from './collect-garbage.js';

const runId = 'feed-20261101-120000-0001';
const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3, { sharedForMs: 1_000 });

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

const collect = async () => {
  const runs: GarbageOptions['runs'] = { open: async () => [], stateOf: async () => 'ended' };
  // S3 tells times in whole seconds.
  await sleep(2_100);
  const ages = { graceMs: 0, keepMs: 0, keepReportsMs: 0, keepCachedMs: 0 };
  return collectGarbage(store, { runs, ...ages, dryRun: false });
};
const present = async (key: string) => (await store.headObject(key)) !== null;

it('what a version names outlives its run, the checkpoints of all ranks whole; the parts that manifests name do not', async () => {
  const attempt = await openStage(store, { runId, stage: 'train', token: 1 });
  const bytes = new TextEncoder().encode('weights');
  for (const rank of [0, 1]) {
    await commitCheckpoint(store, attempt, {
      rank,
      step: 7,
      parts: [{ name: 'weights', bytes }],
      meta: null,
    });
  }
  const saved = await savedCheckpoints(store, { runId, stage: 'train' });
  expect([...saved.keys()]).toEqual([0, 1]);
  const part = await writePart(store, 'shard.arrow', new TextEncoder().encode('a part'));
  const manifest = await commitStage(store, attempt, { key: digestOf('key'), parts: [part], body: null });
  const spec = await store.putJson(`runs/${runId}/spec.json`, { spec: { name: 'feed' } });
  const content = {
    pipeline: 'feed',
    spec,
    manifests: { train: manifest },
    checkpoints: Object.fromEntries(saved),
  };
  const record = await store.putContent(encodeJson(content));
  const versionKey = 'models/feed/versions/00000001.json';
  await store.putJson(versionKey, { version: 1, record });
  const weights = (await store.list(`runs/${runId}/train/attempt-1/`)).map(({ key }) => key);
  expect(weights).toHaveLength(4);
  const named = [record.key, spec.key, manifest.key, ...weights];
  await collect();
  for (const key of named) expect(await present(key), key).toBe(true);
  expect(await present(part.key)).toBe(false);
  await store.deleteObject(versionKey);
  await collect();
  for (const key of named) expect(await present(key), key).toBe(false);
});

it('the point that a record of a watched partition names outlives the run that has scored it', async () => {
  const point = await store.putContent(encodeJson({ model: 'feed', pipeline: 'feed' }));
  const record = `models/feed/watch/2026-11-01/feed/${'0'.repeat(64)}.json`;
  await store.putJson(record, { model: 'feed', point });
  await collect();
  expect(await present(point.key)).toBe(true);
  await store.deleteObject(record);
  await collect();
  expect(await present(point.key)).toBe(false);
});
