import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimedRun, claimRun, requireKey } from './claimed-run.js';

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

const request = digestOf('the same request');

it('of many claims at once, of other runs and versions, one holds, and all are told it', async () => {
  const key = ['pipeline', 'feed', 'monday'] as const;
  expect(await claimedRun(store, { key, request })).toBeNull();
  const told = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      claimRun(store, { key, request, version: index + 1 }, `feed-20261128-00000${index}-aaaa`),
    ),
  );
  const [first] = told;
  expect(told).toEqual(Array(12).fill(first));
  expect(first?.runId).toBe(`feed-20261128-00000${(first?.version ?? 0) - 1}-aaaa`);
  expect(await claimedRun(store, { key, request })).toEqual(first);
});

it("another request of the key is refused, and another owner's key is another", async () => {
  await claimRun(store, { key: 'tuesday', request }, 'one');
  await expect(claimRun(store, { key: 'tuesday', request: digestOf('other') }, 'two')).rejects.toMatchObject({
    code: 'workflow.key-reused',
    details: { runId: 'one' },
  });
  const owned = { key: ['pipeline', 'feed', 'tuesday'], request: digestOf('other') } as const;
  expect(await claimRun(store, owned, 'two')).toMatchObject({ runId: 'two' });
});

it.each(['', '  ', ' monday', 'monday ', 'm\u00f6nday', 'a\nb', 'x'.repeat(201)])('%j is no key', (key) => {
  expect(() => requireKey(key)).toThrow(/The idempotency key/);
});

it.each(['monday', '2026-11-28T13 #2', 'x'.repeat(200)])('%j is one', (key) => {
  expect(() => requireKey(key)).not.toThrow();
});
