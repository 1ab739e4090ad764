import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, openStage, type Store } from '@espalier/store';
import { connectTemporal } from '@espalier/triggers';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CollectOptions, connectHousekeeper, type Housekeeper } from './housekeeper.js';

const day = 24 * 3_600_000;
const collect: CollectOptions = {
  keepMs: day,
  keepReportsMs: 2 * day,
  keepCachedMs: day,
  graceMs: 0,
  dryRun: false,
};
const runId = 'feed-20261101-120000-aaaa';

let servers: TestServers;
let store: Store;
let temporal: Client;
let housekeeper: Housekeeper;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket', 'temporal'] });
  const { settings } = servers;
  store = createStore(settings.s3, { sharedForMs: 1_000 });
  temporal = await connectTemporal(settings);
  housekeeper = await connectHousekeeper(settings);
});

beforeEach(async () => {
  for (const { key } of await store.list('')) await store.deleteObject(key);
});

afterAll(async () => {
  await housekeeper[Symbol.asyncDispose]();
  await temporal.connection.close();
  store.close();
  await servers[Symbol.asyncDispose]();
});

it('nothing that a run may have written is garbage until the run, or a stage of it, has ended', async () => {
  const options = { taskQueue: 'nobody', args: [] };
  const run = await temporal.workflow.start('trainPipeline', { ...options, workflowId: runId });
  const stage = await temporal.workflow.start('runStage', { ...options, workflowId: `${runId}/encode` });
  await store.putJson(`runs/${runId}/spec.json`, {});
  const written = await store.putContent(new TextEncoder().encode('in flight'));
  await sleep(1_100);
  for (const handle of [run, stage]) {
    const { freed, oldestOpen } = await housekeeper.collectGarbage(collect);
    expect(freed.objects).toBe(0);
    expect(oldestOpen?.runId).toBe(runId);
    await handle.terminate();
    // Lists follow a moment later.
    await expect.poll(async () => (await handle.describe()).status.name).toBe('TERMINATED');
    await sleep(500);
  }
  const { freedByKind, oldestOpen } = await housekeeper.collectGarbage(collect);
  expect({ freedByKind, oldestOpen }).toEqual({
    freedByKind: { objects: { objects: 1, sizeBytes: written.sizeBytes } },
    oldestOpen: null,
  });
});

it('a run that nobody has heard of may be of another namespace: it counts as going on for as long as runs are kept', async () => {
  const unknown = 'ads-20261101-120000-bbbb';
  await store.putJson('runs/ads-20261101-110000-cccc/spec.json', {});
  await openStage(store, { runId: unknown, stage: 'plan', token: 1 });
  const left = await store.putContent(new TextEncoder().encode('of whom?'));
  await sleep(1_100);
  const waiting = await housekeeper.collectGarbage(collect);
  expect({ freed: waiting.freed.objects, held: waiting.oldestOpen?.runId }).toEqual({
    freed: 0,
    held: unknown,
  });
  expect((await housekeeper.spaceUsage(collect)).byKind.unnamed).toEqual({
    objects: 1,
    sizeBytes: left.sizeBytes,
  });
  const later = await housekeeper.collectGarbage({ ...collect, keepMs: 0 });
  expect(later).toMatchObject({ freed: { objects: 1 }, runs: { report: 2 }, oldestOpen: null });
});
