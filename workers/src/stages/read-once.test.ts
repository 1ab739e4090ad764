import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readOnce } from './read-once.js';

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

const write = (value: unknown) => store.putContent(Buffer.from(JSON.stringify(value)));

it('an object is asked for once by all who read it, at once or later, and again where that failed', async () => {
  const ref = await write({ made: 'once' });
  const read = vi.fn(() => store.getVerifiedJson(ref));
  const failing = readOnce(store, ref, 'thing', () => Promise.reject(new Error('not now')));
  await expect(failing).rejects.toThrow('not now');
  const both = [readOnce(store, ref, 'thing', read), readOnce(store, ref, 'thing', read)];
  expect(await Promise.all(both)).toEqual([{ made: 'once' }, { made: 'once' }]);
  await readOnce(store, ref, 'thing', read);
  expect(read).toHaveBeenCalledTimes(1);
});

it('what is read as something else, of another store or of another content is read by itself', async () => {
  const [one, other] = [await write([1]), await write([2])];
  const elsewhere = createStore(servers.settings.s3);
  const readOf = async (from: Store, ref: typeof one, as: string) =>
    await readOnce(from, ref, as, async () => [as, await from.getVerifiedJson(ref)]);
  expect(await readOf(store, one, 'thing')).toEqual(['thing', [1]]);
  expect(await readOf(store, one, 'other thing')).toEqual(['other thing', [1]]);
  expect(await readOf(store, other, 'thing')).toEqual(['thing', [2]]);
  const read = vi.fn(() => elsewhere.getVerifiedJson(one));
  await readOnce(elsewhere, one, 'thing', read);
  expect(read).toHaveBeenCalled();
  elsewhere.close();
});

it('large objects are not kept, and of many small ones the latest', async () => {
  const reads = vi.fn(async () => 'read');
  const ref = (digest: string, sizeBytes: number) =>
    ({ key: digest, digest: `sha256:${digest}`, sizeBytes }) as const;
  for (let time = 0; time < 2; time++) await readOnce(store, ref('large', 3 * 1024 ** 2), 'thing', reads);
  expect(reads).toHaveBeenCalledTimes(2);
  for (let index = 0; index < 20; index++)
    await readOnce(store, ref(`${index}`, 2 * 1024 ** 2), 'thing', reads);
  reads.mockClear();
  for (const index of [19, 0]) await readOnce(store, ref(`${index}`, 2 * 1024 ** 2), 'thing', reads);
  expect(reads).toHaveBeenCalledTimes(1);
});
