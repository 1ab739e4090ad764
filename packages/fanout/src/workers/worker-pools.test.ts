import type { Fingerprint } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from '../connect-redis.js';
import { fingerprint, otherFingerprint } from '../testing/fingerprints.js';
import { RestartableValkey } from '../testing/restartable-valkey.js';
import { announceWorker } from './announce-worker.js';
import { choosePool, listPools, type WorkerPool } from './worker-pools.js';

const pool = (digit: string, slots: number, seenAtMs = 1_000): WorkerPool => ({
  fingerprint: `sha256:${digit}`,
  environment: {},
  slots,
  workers: [],
  seenAtMs,
});

describe('of several pools', () => {
  it.each<[string, readonly WorkerPool[], string | null, string | null]>([
    ['none, where there never was one', [], null, null],
    ['the only one, though it is too small', [pool('a', 1)], null, 'a'],
    ['the one that can hold the work', [pool('a', 1), pool('b', 2)], null, 'b'],
    ['the larger of two that can', [pool('a', 2), pool('b', 3)], null, 'b'],
    ['the one that did it last, though another is larger', [pool('a', 2), pool('b', 3)], 'a', 'a'],
    ['not the one that did it last where it can not hold it', [pool('a', 1), pool('b', 2)], 'a', 'b'],
    ['the larger of two that can not', [pool('a', 0), pool('b', 1)], 'a', 'b'],
    ['of two alike the one that did it last', [pool('a', 1), pool('b', 1)], 'b', 'b'],
    ['of two alike always the same', [pool('b', 2, 5), pool('a', 2, 3)], null, 'a'],
    ['of two that are gone the one seen last', [pool('a', 0, 5), pool('b', 0, 7)], null, 'b'],
  ])('%s', (_, pools, last, expected) => {
    const digest = (digit: string | null): Fingerprint | null => (digit === null ? null : `sha256:${digit}`);
    for (const order of [pools, [...pools].reverse()]) {
      const chosen = choosePool(order, 2, (each) => each.fingerprint === digest(last));
      expect(chosen?.fingerprint ?? null).toBe(digest(expected));
    }
  });
});

describe('workers that announce themselves', () => {
  let valkey: RestartableValkey;
  let redis: Redis;
  beforeAll(async () => {
    valkey = await RestartableValkey.start();
    redis = connectRedis(valkey.url);
  });
  afterAll(async () => {
    redis?.disconnect();
    await valkey?.[Symbol.asyncDispose]();
  });

  const announce = (workerId: string, digest: Fingerprint, environment: Record<string, string>) =>
    announceWorker({
      ...{ redis, role: 'feature', slots: 1, leaseMs: 600 },
      ...{ workerId, fingerprint: digest, environment },
    });
  const pools = async () => {
    const found = await listPools(redis, 'feature');
    return found.map(({ fingerprint: digest, slots }) => [digest, slots]).sort();
  };

  it('are counted by environment while they live, and their environments are remembered', async () => {
    const first = await announce('a', fingerprint, { duckdb: '1' });
    const second = await announce('b', fingerprint, { duckdb: '1' });
    const third = await announce('c', otherFingerprint, { duckdb: '2' });
    expect(await pools()).toEqual([
      [fingerprint, 2],
      [otherFingerprint, 1],
    ]);
    expect(await listPools(redis, 'trainer')).toEqual([]);
    await third.close();
    expect((await listPools(redis, 'feature')).map(({ workers }) => workers)).toEqual(
      expect.arrayContaining([['a', 'b'], []]),
    );
    await valkey.loseEverything();
    await expect.poll(pools, { timeout: 5_000 }).toEqual([[fingerprint, 2]]);
    expect((await listPools(redis, 'feature'))[0]?.environment).toEqual({ duckdb: '1' });
    await Promise.all([first.close(), second.close()]);
    expect(await pools()).toEqual([[fingerprint, 0]]);
  });

  it('count a worker that starts again once, by what it is now', async () => {
    // None of them is closed in order: a killed one's announcement is still there when its successor begins.
    const killed = await announce('a.host.1', fingerprint, { duckdb: '1' });
    const other = await announce('b.host.1', fingerprint, { duckdb: '1' });
    const again = await announce('a.host.2', otherFingerprint, { duckdb: '2' });
    expect(await pools()).toEqual([
      [fingerprint, 1],
      [otherFingerprint, 1],
    ]);
    await Promise.all([killed.close(), other.close(), again.close()]);
  });
});
