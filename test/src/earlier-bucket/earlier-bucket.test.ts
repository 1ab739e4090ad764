/** A bucket that an earlier version really wrote: its runs are told as that version told them, and gc takes nothing that something needs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, connectHousekeeper, type EspalierClient, type Housekeeper } from '@espalier/client';
import { loadBundle } from '@espalier/registry';
import { startTestServers, type TestServers } from '@espalier/stack';
import {
  createStore,
  digestOf,
  ensureStoreId,
  explainMiss,
  readCache,
  readLatestComponents,
  readStoreId,
  type Store,
  stageKey,
} from '@espalier/store';
import { trainStages } from '@espalier/workflows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEarlierBucket, shown } from './earlier-bucket.js';

const day = 24 * 3_600_000;
const id = '20d1cf94-fc19-430e-97ba-7e95b6f70cbf';

const kept = { keepMs: day, keepReportsMs: day, keepCachedMs: day, graceMs: 0, dryRun: false };

let servers: TestServers;
let store: Store;
let client: EspalierClient;
let housekeeper: Housekeeper;
let keys: string[];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket', 'temporal'] });
  store = createStore(servers.settings.s3);
  client = await connectClient(servers.settings);
  housekeeper = await connectHousekeeper(servers.settings);
  keys = await putEarlierBucket(store);
});

afterAll(async () => {
  await housekeeper?.[Symbol.asyncDispose]();
  await client?.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const left = async () => (await store.list('')).map(({ key }) => key);

async function freedBy(ages: Partial<typeof kept>): Promise<string[]> {
  const before = await left();
  await housekeeper.collectGarbage({ ...kept, ...ages });
  const after = new Set(await left());
  return before.filter((key) => !after.has(key));
}

async function expectReportsAsShown(): Promise<void> {
  for (const report of shown) {
    // Runs of that version were trainings; nobody kept their pace, data checks or plots.
    const told = { ...report, compared: null, pace: null, checks: null, plots: {} };
    expect(await client.report(report.runId)).toEqual(told);
  }
}

/** All that its cache holds is whole. */
async function expectCacheWhole(): Promise<void> {
  for (const stage of trainStages) {
    const latest = await readLatestComponents(store, 'earlier', stage);
    if (latest === null) expect.unreachable(`nothing is known of the latest ${stage}`);
    const cached = await readCache(store, stage, stageKey(latest));
    expect(cached?.manifest.stage).toBe(stage);
    for (const part of cached?.manifest.parts ?? []) expect(await store.inspect(part)).toBe('intact');
  }
}

test('its runs are listed and shown as the version that made them showed them; its bundle is whole', async () => {
  const runs = await client.list({ limit: 10 });
  expect(runs.map(({ runId, status }) => [runId, status])).toEqual(
    shown.map(({ runId }) => [runId, 'succeeded']).reverse(),
  );
  await expectReportsAsShown();
  const { uri = '', digest } = shown[0]?.bundle ?? {};
  const intoDir = mkdtempSync(join(tmpdir(), 'espalier-earlier-bundle-'));
  const key = uri.replace(/^s3:..[^/]+./, '');
  const { manifest } = await loadBundle(store.uri(key), { store, intoDir });
  rmSync(intoDir, { recursive: true });
  expect(manifest.digest).toBe(digest);
});

test('its cached results have the keys that they had, and a run of now is told that the code has changed', async () => {
  await expectCacheWhole();
  for (const stage of trainStages) {
    const then = await readLatestComponents(store, 'earlier', stage);
    if (then === null) expect.unreachable(`nothing is known of the latest ${stage}`);
    const now = { ...then, code: digestOf('of now') };
    expect(await readCache(store, stage, stageKey(now))).toBeNull();
    expect(explainMiss(then, now)).toBe('the code of this stage changed');
  }
});

test('its store is the same store; it is marked as laid out anew', async () => {
  expect(await readStoreId(store)).toBe(id);
  expect(await ensureStoreId(store)).toBe(id);
  expect((await store.getJson('store.json'))?.value).toEqual({ id, layout: 2 });
});

test('all of its space is told by what needs it', async () => {
  const { total, byKind } = await housekeeper.spaceUsage(kept);
  expect(total.objects).toBe(keys.length);
  const objects = Object.fromEntries(Object.entries(byKind).map(([kind, tally]) => [kind, tally.objects]));
  expect(objects).toEqual({
    bundles: 7,
    'cache: plan': 1,
    'cache: extract': 5,
    'cache: fit-encoder': 7,
    'cache: encode': 4,
    'cache: train': 2,
    'cache: evaluate': 2,
    'cache: publish': 1,
    runs: 9, // their manifests
    records: 21,
    unnamed: 8, // what attempts left to their folds and commits
    other: 1, // the log
  });
});

// The last: it empties the bucket.
test('gc frees what attempts left to their folds and commits, then what runs recorded, and of the rest only what is forgotten', async () => {
  await sleep(1_100); // S3 tells times in whole seconds
  expect(await freedBy({ graceMs: day })).toEqual([]);
  const working = await freedBy({});
  expect(working).toHaveLength(8);
  for (const key of working) expect(key).toMatch(/(\/shard-results|\.statistics|\/output)\.json$/);
  expect(await freedBy({ keepMs: 0 })).toEqual([]);
  await expectReportsAsShown();
  const records = await freedBy({ keepMs: 0, keepReportsMs: 0 });
  expect(records).toHaveLength(22);
  for (const key of records) expect(key).toMatch(/^runs\/[^/]+\/(.+\/)?(end|head|spec|manifest)\.json$/);
  await expectCacheWhole();
  const nothing = { keepMs: 0, keepReportsMs: 0, keepCachedMs: 0 };
  expect(await freedBy(nothing)).toEqual([]);
  await sleep(1_100);
  await freedBy(nothing);
  const stays = keys.filter((key) => /^(bundles|logs|store\.json|cache\/latest)/.test(key));
  expect(await left()).toEqual(expect.arrayContaining(stays));
  expect((await left()).filter((key) => key.startsWith('runs/'))).toEqual([]);
});
