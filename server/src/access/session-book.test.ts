/** Sessions as they are kept: renewed by use, bounded in what they ask of S3, good while S3 is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SessionBook } from './session-book.js';
import { idleMs, type SessionRecord, sessionKey, sessionRecordSchema } from './session-record.js';
import { newSessionSecret } from './sign-in-secrets.js';
import { tokenDigest } from './token-secret.js';

type Servers = Awaited<ReturnType<typeof startTestServers>>;

const hourMs = 3_600_000;
let servers: Servers;
let store: Store;
let isAway = false;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  if (!isAway) await servers?.[Symbol.asyncDispose]();
});

/** @returns the secret of a session that has begun so long ago, and ends so soon */
async function kept(agoMs: number, inMs: number): Promise<string> {
  const secret = newSessionSecret();
  const nowMs = Date.now();
  const times = { createdAtMs: nowMs - agoMs, expiresAtMs: nowMs + inMs };
  const record: SessionRecord = { tokenDigest: 'a'.repeat(64), role: 'viewer', ...times };
  await store.putJson(sessionKey(tokenDigest(secret)), record);
  return secret;
}

const storedEnd = async (secret: string) =>
  sessionRecordSchema.parse((await store.getJson(sessionKey(tokenDigest(secret))))?.value).expiresAtMs;

it('one that is used is good for longer, at every server, and is written once for many uses', async () => {
  const secret = await kept(2 * hourMs, 10 * hourMs);
  const book = new SessionBook(store);
  const found = await Promise.all(Array.from({ length: 20 }, () => book.find(secret)));
  for (const session of found)
    expect((session?.expiresAtMs ?? 0) - Date.now()).toBeGreaterThan(idleMs - 60_000);
  await expect.poll(() => storedEnd(secret)).toBe(found[0]?.expiresAtMs);
  const other = await new SessionBook(store).find(secret);
  expect(other?.expiresAtMs).toBe(found[0]?.expiresAtMs);
});

it('one that has ended, or that nobody can read, is none', async () => {
  const book = new SessionBook(store);
  expect(await book.find(await kept(13 * hourMs, -1))).toBeNull();
  const secret = await kept(0, hourMs);
  await store.putJson(sessionKey(tokenDigest(secret)), { role: 'owner' });
  expect(await book.find(secret)).toBeNull();
  expect(await book.find('ses_short')).toBeNull();
});

it('those that nobody knows are looked for by few at a time', async () => {
  const book = new SessionBook(store);
  const looked = await Promise.allSettled(Array.from({ length: 40 }, () => book.find(newSessionSecret())));
  const busy = looked.filter((one) => one.status === 'rejected' && one.reason.code === 'server.busy');
  expect(busy).toHaveLength(24);
  expect(looked.filter((one) => one.status === 'fulfilled' && one.value === null)).toHaveLength(16);
});

it('one that is known stays good while S3 is away, and is not waited for long', async () => {
  const secret = await kept(0, hourMs);
  const book = new SessionBook(store);
  expect(await book.find(secret)).not.toBeNull();
  await servers[Symbol.asyncDispose]();
  isAway = true;
  await sleep(5_100);
  const startedMs = performance.now();
  expect(await book.find(secret)).not.toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});
