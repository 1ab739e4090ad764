/** Tags and notes on real S3, of runs that go on and of runs that only S3 remembers. */
import { type RunEnd, runAnnotationsKey, runEndKey } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { startRun } from '@espalier/triggers';
import { initialProgress, runEnded } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectClient, type EspalierClient } from '../espalier-client.js';
import { smallRun } from '../fixtures/small-run.js';
import { addToIndex } from './tag-index.js';

let servers: TestServers;
let temporal: Client;
let store: Store;
let client: EspalierClient;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  store = createStore(servers.settings.s3);
  client = await connectClient(servers.settings);
});

afterAll(async () => {
  await client?.close();
  store?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

const forgotten = (second: number) => `feed-20261001-1200${String(second).padStart(2, '0')}-aaaa`;

/** A run that only S3 remembers. */
async function record(runId: string): Promise<string> {
  const startedAtMs = Date.UTC(2026, 9, 1, 12, 0, Number(runId.slice(18, 20)));
  const progress = runEnded(initialProgress(runId, 'feed'), 'succeeded', null, startedAtMs);
  const end: RunEnd = { progress, manifests: {}, changes: [], startedAtMs, endedAtMs: startedAtMs + 1_000 };
  await store.putJson(runEndKey(runId), end);
  return runId;
}

const tag = (runId: string, set: Record<string, string>, remove: string[] = []) =>
  client.annotations.tag(runId, { set, remove });
const found = async (key: string, value: string, more = {}) =>
  (await client.list({ limit: 100, tag: { key, value }, ...more })).map(({ runId }) => runId);

it('runs that go on and runs that ended long ago are found by their tags, the latest first', async () => {
  const open = 'census-20261128-120000-bbbb';
  await startRun(servers.settings, temporal, smallRun(open), []);
  const old = await record(forgotten(1));
  await tag(old, { stage: 'canary', owner: "ana's" });
  await tag(open, { stage: 'canary' });
  // Temporal lists a run some moments after it was started.
  await expect.poll(() => found('stage', 'canary')).toEqual([open, old]);
  expect(await found('owner', "ana's")).toEqual([old]);
  expect(await found('stage', 'canary', { pipeline: 'feed' })).toEqual([old]);
  expect(await found('stage', 'other')).toEqual([]);
  const [listed] = await client.list({ limit: 1, tag: { key: 'owner', value: "ana's" } });
  expect(listed).toMatchObject({ status: 'succeeded', tags: { stage: 'canary', owner: "ana's" } });
  expect(await tag(old, { stage: 'full' }, ['owner'])).toEqual({ stage: 'full' });
  expect(await found('stage', 'canary')).toEqual([open]);
  expect(await found('owner', "ana's")).toEqual([]);
});

it('gives pages whose cursors belong to their filters', async () => {
  const runs: string[] = [];
  for (let second = 10; second < 17; second += 1) runs.unshift(await record(forgotten(second)));
  for (const runId of runs) await tag(runId, { batch: 'seven' });
  const one = { key: 'batch', value: 'seven' };
  const first = await client.page({ pageSize: 3 }, one);
  const second = await client.page({ pageSize: 3, cursor: first.nextCursor ?? '' }, one);
  const third = await client.page({ pageSize: 3, cursor: second.nextCursor ?? '' }, one);
  expect([first, second, third].flatMap((page) => page.runs.map(({ runId }) => runId))).toEqual(runs);
  expect(third.nextCursor).toBeNull();
  expect((await client.page({ pageSize: 3, status: 'failed' }, one)).runs).toEqual([]);
  const misused = client.page({ pageSize: 3, status: 'failed', cursor: first.nextCursor ?? '' }, one);
  await expect(misused).rejects.toMatchObject({ code: 'request.invalid' });
});

it('of many changes at once none is lost, and what is left over in the index is passed over', async () => {
  const runId = await record(forgotten(30));
  const changes = Array.from({ length: 10 }, (_, index) => tag(runId, { [`key${index}`]: 'x' }));
  const notes = Array.from({ length: 10 }, (_, index) =>
    client.annotations.note(runId, { text: `note ${index}`, by: 'ana' }),
  );
  await Promise.all([...changes, ...notes]);
  const kept = await client.annotations.read(runId);
  expect(Object.keys(kept.tags)).toHaveLength(10);
  expect(new Set(kept.notes.map(({ text }) => text)).size).toBe(10);
  await addToIndex(store, { key: 'never', value: 'set' }, runId);
  await addToIndex(store, { key: 'never', value: 'set' }, forgotten(59));
  expect(await found('never', 'set')).toEqual([]);
});

it('says nothing of what is no run, and writes nothing for a change that it refuses', async () => {
  const none = forgotten(58);
  await expect(tag(none, { a: 'x' })).rejects.toMatchObject({ code: 'workflow.run-not-found' });
  await expect(client.annotations.note(none, { text: 'x', by: 'ana' })).rejects.toMatchObject({
    code: 'workflow.run-not-found',
  });
  const runId = await record(forgotten(40));
  await expect(tag(runId, { A: 'x' })).rejects.toMatchObject({ code: 'request.invalid' });
  expect(await store.getJson(runAnnotationsKey(runId))).toBeNull();
  expect((await store.list('tags/A/')).length + (await store.list('tags/a/')).length).toBe(0);
});
