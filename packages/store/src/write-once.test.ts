import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from './digest.js';
import { objectKey, sharedUntilMs } from './object-names.js';
import { createStore, type Store } from './store.js';
import { GatedProxy } from './testing/gated-proxy.js';

let servers: TestServers;
let proxy: GatedProxy;
let store: Store;
let gated: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { s3 } = servers.settings;
  proxy = await GatedProxy.start(s3.endpoint ?? '');
  store = createStore(s3);
  gated = createStore({ ...s3, endpoint: proxy.endpoint });
});

afterAll(async () => {
  store.close();
  gated.close();
  await proxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('names', () => {
  const digest = digestOf('content');
  const day = 24 * 3_600_000;
  const noon = Date.parse('2026-11-27T12:00:00Z');

  it.each([
    ['2026-11-27T00:00:00.000Z', '20261128T000000Z'],
    ['2026-11-27T23:59:59.999Z', '20261128T000000Z'],
    ['2026-11-28T00:00:00.000Z', '20261129T000000Z'],
  ])('of content written at %s are shared until %s', (now, until) => {
    const key = objectKey(digest, Date.parse(now), day);
    expect(key).toMatch(/^objects\/sha256\/[0-9a-f]{2}\/[0-9a-f]{62}\./);
    expect(key.endsWith(`.${until}`)).toBe(true);
    expect(sharedUntilMs(key)).toBeGreaterThan(Date.parse(now));
  });

  it('tell until when, whatever the span, and nothing of other keys', () => {
    expect(sharedUntilMs(objectKey(digest, noon, 2_000))).toBe(noon + 2_000);
    for (const key of ['store.json', 'objects/sha256/ab/cd', 'runs/r/encode/attempt-1/a.arrow'])
      expect(sharedUntilMs(key)).toBeNull();
  });
});

describe('content under its digest', () => {
  it('is written once: a writer that comes second, or wakes late, changes nothing', async () => {
    const gate = proxy.hold(/^PUT /);
    const late = gated.putContent(bytesOf('shard'));
    await gate.waiting(1);
    const ref = await store.putContent(bytesOf('shard'));
    const first = await store.headObject(ref.key);
    gate.open();
    expect(await late).toEqual(ref);
    expect(await store.putContent(bytesOf('shard'))).toEqual(ref);
    expect(await store.headObject(ref.key)).toEqual(first);
    expect(new TextDecoder().decode(await store.getBytes(ref))).toBe('shard');
  });

  it('is one object when many write it at once', async () => {
    const refs = await Promise.all(Array.from({ length: 16 }, () => store.putContent(bytesOf('many'))));
    expect(new Set(refs.map(({ key }) => key)).size).toBe(1);
  });

  it.each([
    ['cut short', 3],
    ['corrupt', 9],
    ['empty', 0],
  ])('is mended where what lies there is %s', async (damage, sizeBytes) => {
    const bytes = bytesOf(`sound, ${damage}`);
    const ref = await store.putContent(bytes);
    await store.putBytes(ref.key, new Uint8Array(sizeBytes === 9 ? bytes.byteLength : sizeBytes));
    expect(await store.inspect(ref)).toBe('corrupt');
    expect(await store.putContent(bytes)).toEqual(ref);
    expect(await store.inspect(ref)).toBe('intact');
  });

  it('of a large file goes in pieces, once, and is mended as well', async () => {
    const path = join(servers.settings.homeDir, 'large.bin');
    await writeFile(path, 'the beginning');
    await truncate(path, (64 << 20) + 1);
    const ref = await store.putContent({ path });
    expect(ref.sizeBytes).toBe((64 << 20) + 1);
    const first = await store.headObject(ref.key);
    const parts = proxy.hold(/^PUT .*partNumber/);
    expect(await gated.putContent({ path })).toEqual(ref);
    parts.open();
    expect(await store.headObject(ref.key)).toEqual(first);
    await store.putBytes(ref.key, bytesOf('cut'));
    expect(await store.putContent({ path })).toEqual(ref);
    expect(await store.inspect(ref)).toBe('intact');
  });

  it('is named by its part where it is gone or corrupt', async () => {
    const part = { name: 'train/shard-00003.parquet', ...(await store.putContent(bytesOf('rows'))) };
    await store.deleteObject(part.key);
    await expect(store.getBytes(part)).rejects.toMatchObject({
      code: 'store.not-found',
      message: expect.stringContaining('train/shard-00003.parquet (s3://'),
    });
  });
});
