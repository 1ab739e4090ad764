import { runEndKey } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { expect, it } from 'vitest';
import { digestOf } from '../digest.js';
import { writeCache } from '../stage-cache.js';
import { commitStage, openStage, writePart } from '../stage-commit.js';
import { createStore } from '../store.js';
import { spaceUsage } from './space-usage.js';

const stage = 'encode';
const day = 24 * 3_600_000;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const nobody = { open: async () => [], stateOf: async () => 'ended' as const };

it('usage tells space by what needs it and by pipeline', async () => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  const store = createStore(servers.settings.s3);
  const runId = 'feed-20261101-120000-aaaa';
  const attempt = await openStage(store, { runId, stage, token: 1 });
  const rows = await writePart(store, 'shard.arrow', bytesOf('feed rows'));
  const manifest = await commitStage(store, attempt, { key: digestOf('b'), parts: [rows], body: null });
  await store.putJson(runEndKey(runId), { manifests: { [stage]: manifest } });
  const part = await writePart(store, 'shard.arrow', bytesOf('cached rows'));
  await writeCache(store, {
    stage,
    key: digestOf('a'),
    parts: [part],
    body: null,
    run: 'ads-20261101-120000-bbbb',
  });
  const left = await store.putContent(bytesOf('left'));
  await store.putBytes('bundles/ads/0123/network', bytesOf('network'));
  await store.putJson('environments/01.json', {});
  await store.putBytes('logs/a.parquet', bytesOf('source'));
  const { total, byKind, byPipeline } = await spaceUsage(store, {
    runs: nobody,
    keepMs: day,
    keepReportsMs: day,
  });
  const all = await store.list('');
  expect(total).toEqual({
    objects: all.length,
    sizeBytes: all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  });
  expect(byKind).toMatchObject({
    'cache: encode': { objects: 2 },
    runs: { objects: 2 },
    records: { objects: 3 },
    bundles: { objects: 1, sizeBytes: 7 },
    unnamed: { objects: 1, sizeBytes: left.sizeBytes },
    other: { objects: 1, sizeBytes: 6 },
  });
  expect(Object.keys(byPipeline).sort()).toEqual(['', 'ads', 'feed']);
  expect(byPipeline.ads?.objects).toBe(3);
  store.close();
});
