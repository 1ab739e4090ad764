import { setTimeout as sleep } from 'node:timers/promises';
import { runEndKey } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { afterAll, expect, it } from 'vitest';
import { createStore } from '../store.js';
import { collectGarbage } from './collect-garbage.js';

const servers = await startTestServers({ parts: ['bucket'] });
const store = createStore(servers.settings.s3);

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

const runs = { open: async () => [], stateOf: async () => 'ended' as const };
const dayMs = 24 * 3_600_000;

it('what finds runs by their tags is garbage once nothing of them is kept', async () => {
  const [kept, gone] = ['feed-20261101-120000-0001', 'feed-20261101-120000-0002'];
  const entry = (runId: string) => `tags/stage/0123/0000001234567890-${runId}.json`;
  await store.putJson(runEndKey(kept), { manifests: {} });
  for (const runId of [kept, gone]) await store.putJson(entry(runId), {});
  // S3 tells times in whole seconds.
  await sleep(1_100);
  const collect = (keepReportsMs: number) =>
    collectGarbage(store, { runs, keepMs: 0, keepReportsMs, keepCachedMs: dayMs, graceMs: 0, dryRun: false });
  expect((await collect(dayMs)).freedByKind['run records']?.objects).toBe(1);
  expect((await store.list('tags/')).map(({ key }) => key)).toEqual([entry(kept)]);
  await collect(0);
  expect(await store.list('')).toEqual([]);
});
