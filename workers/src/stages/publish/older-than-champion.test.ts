/** Old days against a champion that has seen newer ones; with a real store. */
import type { SourcePartition } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerChampion } from '../../testing/registered-champion.js';
import { olderThanChampion } from './older-than-champion.js';

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const of = (...labels: readonly string[]): readonly SourcePartition[] =>
  labels.map((label, index) => ({
    ...{ split: index === labels.length - 1 ? 'eval' : 'train', label },
    ...{ files: 1, rows: 1, sizeBytes: 1, digest: digestOf(label) },
  }));

async function crown(model: string, partitions: readonly SourcePartition[]): Promise<void> {
  const digest = digestOf(model);
  const spec = { key: 'spec', digest, sizeBytes: 1 };
  await registerChampion(store, model, {
    ...{ run: model, pipeline: model, bundle: { uri: 's3://x', digest }, spec, code: {}, manifests: {} },
    ...{ checkpoints: {}, sourceDigest: digest, partitions, verdicts: [] },
  });
}

test('is told by the newest day that each was made of, whatever it did with it', async () => {
  await crown('daily', of('2026-03-01', '2026-03-02', '2026-03-03'));
  expect(await olderThanChampion(store, 'daily', of('2026-03-01', '2026-03-02'))).toBe(
    'its newest data is of 2026-03-02, and version 1, the champion, has seen 2026-03-03',
  );
  for (const own of [of('2026-03-03'), of('2026-03-02', '2026-03-04'), of('2026-03-03T05'), []])
    expect(await olderThanChampion(store, 'daily', own)).toBeNull();
  // Hours against days.
  expect(await olderThanChampion(store, 'daily', of('2026-03-02T23'))).toContain('is of 2026-03-02T23,');
  await crown('hourly', of('2026-03-03T04', '2026-03-03T05'));
  expect(await olderThanChampion(store, 'hourly', of('2026-03-02'))).toContain('has seen 2026-03-03T05');
  for (const own of [of('2026-03-03'), of('2026-03-04')])
    expect(await olderThanChampion(store, 'hourly', own)).toBeNull();
  const missing = of('2026-03-04').map((partition) => ({ ...partition, digest: null }));
  expect(await olderThanChampion(store, 'daily', [...of('2026-03-02'), ...missing])).toContain('2026-03-02');
});

test('is not told where there is no champion, or none of days', async () => {
  expect(await olderThanChampion(store, 'unheard-of', of('2026-03-01'))).toBeNull();
  await crown('whole', []);
  expect(await olderThanChampion(store, 'whole', of('2026-03-01'))).toBeNull();
});

test('what has damaged the record of what the champion has seen makes nothing newer than it', async () => {
  await crown('damaged', of('2026-03-03'));
  for (const { key } of await store.list('models/damaged/versions/'))
    await store.putBytes(key, new TextEncoder().encode('{}'));
  expect(await olderThanChampion(store, 'damaged', of('2026-03-04'))).toMatch(
    /^what version 1, the champion, has seen can't be told: .+[^.]$/,
  );
  // Nothing to hold to it.
  expect(await olderThanChampion(store, 'damaged', [])).toBeNull();
});
