/** How soon a host that dies is missed, and that one that lives never is. */
import { describe, expect, it } from 'vitest';
import { connectRedis } from '../connect-redis.js';
import { fingerprint } from '../testing/fingerprints.js';
import { startGangHosts } from '../testing/gang-hosts.js';
import { pause } from '../waiting.js';
import { acquireGang, releaseGang } from './acquire-gang.js';
import { gangKeys, type HostRecord } from './gang-keys.js';
import { type HostRegistration, registerHost } from './host-registration.js';
import { listSlots } from './list-slots.js';

const { valkey, redis, host } = await startGangHosts();

/** A host on its own connection, which can be cut as a killed process's would be. */
async function mortalHost(
  hostId: string,
  leaseMs = 500,
): Promise<Pick<HostRegistration, 'beginRank'> & { die(): void }> {
  const connection = connectRedis(valkey.url);
  const registration = await registerHost({
    redis: connection,
    role: 'trainer',
    hostId,
    incarnation: 'mortal',
    slots: 1,
    taskQueue: hostId,
    fingerprint,
    leaseMs,
  });
  return {
    beginRank: (token, slot) => registration.beginRank(token, slot),
    die: () => {
      connection.disconnect();
      void registration.close();
    },
  };
}

function acquire(gangId: string, token: number, worldSize: number) {
  return acquireGang({ redis, role: 'trainer', gangId, token, worldSize, fingerprint });
}

const slotsNow = async () => (await listSlots(redis)).map(({ hostId, state }) => `${hostId} ${state}`);

async function record(): Promise<HostRecord> {
  const [text = '{}'] = await redis.hvals(gangKeys('trainer').hosts);
  return JSON.parse(text) as HostRecord;
}

/** Of the one host; its free slots are given away while it is over a half. */
async function leftOfLease(): Promise<number> {
  const { expiresAtMs, leaseMs } = await record();
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  return (expiresAtMs - (seconds * 1000 + microseconds / 1000)) / leaseMs;
}

describe('a host', () => {
  it('that dies frees its slots within its lease, and a gang waits for a whole set', async () => {
    await host('a');
    const mortal = await mortalHost('b');
    const grant = await acquire('gang', 1, 2);
    expect(grant.slots).toHaveLength(2);
    mortal.die();
    await pause(600);
    // Already late, so that the next start of the gang does not count on it.
    const again = acquire('gang', 2, 2);
    await pause(600);
    expect((await listSlots(redis)).map((slot) => slot.hostId)).toEqual(['a']);
    await host('c');
    expect((await again).slots.map((slot) => slot.hostId)).toEqual(['a', 'c']);
  });

  it('that dies with a rank is missed within its lease, one that rests within two', async () => {
    const working = await mortalHost('a', 1_000);
    const grant = await acquire('gang', 1, 1);
    await working.beginRank(grant.token, 0);
    const resting = await mortalHost('b', 1_000);
    working.die();
    resting.die();
    await pause(1_300);
    expect(await slotsNow()).toEqual(['b free']);
    await pause(900);
    expect(await slotsNow()).toEqual([]);
  });

  it('has the short lease as soon as its rank has begun, also where its slot was granted a beat ago', async () => {
    const machine = await host('a', { leaseMs: 3_000 });
    const grant = await acquire('gang', 1, 1);
    await expect.poll(async () => (await record()).leaseMs, { timeout: 4_000 }).toBe(6_000);
    await pause(2_200);
    await machine.beginRank(grant.token, 0);
    await expect.poll(async () => (await record()).leaseMs, { timeout: 300, interval: 20 }).toBe(3_000);
  });

  it('that has left in order does not offer itself again when its rank ends', async () => {
    const machine = await host('a');
    const lease = await machine.beginRank((await acquire('gang', 1, 1)).token, 0);
    await machine.close();
    await machine.endRank(lease);
    expect(await slotsNow()).toEqual([]);
  });

  it('is never late when it comes to rest', async () => {
    const machine = await host('a', { leaseMs: 900 });
    for (const token of [1, 2, 3]) {
      const grant = await acquire('gang', token, 1);
      const lease = await machine.beginRank(grant.token, 0);
      // At another moment of its beat each time.
      await pause(300 + 100 * token);
      await machine.endRank(lease);
      await releaseGang(redis, grant);
      for (let look = 0; look < 40; look += 1) {
        expect(await leftOfLease()).toBeGreaterThan(0.5);
        await pause(40);
      }
    }
  });

  it('that starts again replaces its former incarnation at once', async () => {
    const former = await mortalHost('a');
    former.die();
    await host('a', { incarnation: 'second' });
    expect((await listSlots(redis)).map((slot) => slot.taskQueue)).toEqual(['a-second']);
  });
});
