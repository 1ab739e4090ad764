import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from '../connect-redis.js';
import { fingerprint } from '../testing/fingerprints.js';
import { RestartableValkey } from '../testing/restartable-valkey.js';
import { pause } from '../waiting.js';
import { acquireGang, type GangGrant, releaseGang } from './acquire-gang.js';
import { type HostRegistration, registerHost } from './host-registration.js';

let valkey: RestartableValkey;
let redis: Redis;
let host: HostRegistration;

beforeAll(async () => {
  valkey = await RestartableValkey.start();
  redis = connectRedis(valkey.url);
  const incarnation = 'first';
  host = await registerHost({
    redis,
    role: 'trainer',
    hostId: 'a',
    incarnation,
    slots: 1,
    taskQueue: 'a',
    fingerprint,
  });
});
afterEach(() => redis.del('espalier:gang:{trainer}:waiting', 'espalier:gang:{trainer}:tokens'));
afterAll(async () => {
  await host?.close();
  redis?.disconnect();
  await valkey?.[Symbol.asyncDispose]();
});

function acquire(gangId: string, token: number, worldSize: number) {
  return acquireGang({ redis, role: 'trainer', gangId, token, worldSize, fingerprint });
}

const isWaiting = async (grant: Promise<GangGrant>) =>
  (await Promise.race([grant.then(() => false), pause(600).then(() => true)])) === true;

describe('the queue for one slot', () => {
  it('keeps the place of a gang that starts again: it goes before all that came after its first start', async () => {
    const first = await acquire('first', 1, 1);
    const order: string[] = [];
    const served = async (gangId: string, token: number) => {
      const grant = await acquire(gangId, token, 1);
      order.push(`${gangId} ${token}`);
      await pause(50);
      await releaseGang(redis, grant);
    };
    const others = ['second', 'third'].map((gangId) => served(gangId, 1));
    await pause(300);
    await releaseGang(redis, first, { worldSize: 1, fingerprint });
    // Those that wait ask several times before it does.
    await pause(700);
    expect(order).toEqual([]);
    await Promise.all([served('first', 2), ...others]);
    expect(order).toEqual(['first 2', 'second 1', 'third 1']);
  });

  it('keeps that place, but holds no slot, for a gang that takes longer to start again', async () => {
    const first = await acquire('first', 1, 1);
    const second = acquire('second', 1, 1);
    await pause(200);
    await releaseGang(redis, first);
    const grant = await second;
    const third = acquire('third', 1, 1);
    await pause(300);
    const again = acquire('first', 2, 1);
    await pause(300);
    await releaseGang(redis, grant);
    await again;
    expect(await isWaiting(third)).toBe(true);
    await releaseGang(redis, { ...first, token: 2 });
    await third;
  });
});
