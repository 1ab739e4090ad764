import { describe, expect, it } from 'vitest';
import { fingerprint } from '../testing/fingerprints.js';
import { startGangHosts } from '../testing/gang-hosts.js';
import { pause } from '../waiting.js';
import { type AcquireOptions, acquireGang, type GangGrant, releaseGang } from './acquire-gang.js';
import { listSlots } from './list-slots.js';
import { awaitRendezvous, publishRendezvous } from './rendezvous.js';

const { valkey, redis, host } = await startGangHosts();

function acquire(gangId: string, token: number, worldSize: number, options: Partial<AcquireOptions> = {}) {
  return acquireGang({ redis, role: 'trainer', gangId, token, worldSize, fingerprint, ...options });
}

const isWaiting = async (grant: Promise<GangGrant>) =>
  (await Promise.race([grant.then(() => false), pause(600).then(() => true)])) === true;
const states = async () => (await listSlots(redis)).map((slot) => slot.state);

describe('acquireGang', () => {
  it('grants all slots at once, spread over the hosts, and frees them on release', async () => {
    await host('a', { slots: 2 });
    await host('b', { slots: 2 });
    const grant = await acquire('gang', 1, 2);
    expect(grant.slots).toEqual([
      { rank: 0, hostId: 'a', slot: 0, taskQueue: 'a-first' },
      { rank: 1, hostId: 'b', slot: 0, taskQueue: 'b-first' },
    ]);
    expect(await states()).toEqual(['granted', 'free', 'granted', 'free']);
    await releaseGang(redis, { ...grant, token: 2 });
    expect(await states()).toEqual(['granted', 'free', 'granted', 'free']);
    await releaseGang(redis, grant);
    expect(await states()).toEqual(['free', 'free', 'free', 'free']);
  });

  it('gives the same grant to the same token, and keeps roles apart', async () => {
    await host('a', { slots: 2 });
    await host('e', { slots: 1, role: 'encoder' });
    const grant = await acquire('gang', 1, 2);
    expect(await acquire('gang', 1, 2)).toEqual(grant);
    expect(
      (await acquireGang({ redis, role: 'encoder', gangId: 'gang', token: 1, worldSize: 1, fingerprint }))
        .slots,
    ).toHaveLength(1);
  });

  it('never lets two gangs hold half each', async () => {
    for (let i = 0; i < 4; i += 1) await host(`h${i}`);
    let holders = 0;
    let largest = 0;
    const contend = async (gangId: string) => {
      for (let token = 1; token <= 15; token += 1) {
        const grant = await acquire(gangId, token, 3);
        expect(new Set(grant.slots.map((slot) => slot.hostId)).size).toBe(3);
        holders += 1;
        largest = Math.max(largest, holders);
        const held = (await listSlots(redis)).filter((slot) => slot.gang !== null);
        expect(new Set(held.map((slot) => slot.gang?.gangId)).size).toBe(1);
        holders -= 1;
        await releaseGang(redis, grant);
      }
    };
    await Promise.all([contend('one'), contend('two')]);
    expect(largest).toBe(1);
  });

  it('serves by priority, then by arrival, and does not starve a big gang', async () => {
    await host('a', { slots: 3 });
    const first = await acquire('first', 1, 2);
    const order: string[] = [];
    const served = async (gangId: string, worldSize: number, priority: number) => {
      const grant = await acquire(gangId, 1, worldSize, { priority });
      order.push(gangId);
      await pause(100);
      await releaseGang(redis, grant);
    };
    const big = served('big', 3, 0);
    await pause(50);
    // One slot is free all the time, but the big gang came first.
    const small = served('small', 1, 0);
    await pause(50);
    const urgent = served('urgent', 2, 5);
    await pause(500);
    expect(order).toEqual([]);
    await releaseGang(redis, first);
    await Promise.all([big, small, urgent]);
    expect(order.indexOf('urgent')).toBe(0);
    expect(order).toEqual(['urgent', 'big', 'small']);
  });

  it('passes over a gang that could never be served, until there are hosts for it', async () => {
    await host('a', { slots: 2 });
    const huge = acquire('huge', 1, 3);
    await pause(100);
    const grant = await acquire('small', 1, 2);
    await releaseGang(redis, grant);
    expect(await isWaiting(huge)).toBe(true);
    expect(await states()).toEqual(['free', 'free']);
    await host('b');
    expect((await huge).slots).toHaveLength(3);
  });

  it('leaves the waiting list when it is cancelled', async () => {
    await host('a', { slots: 1 });
    const grant = await acquire('first', 1, 1);
    const stop = new AbortController();
    const waits: number[] = [];
    const waiting = acquire('second', 1, 1, {
      signal: stop.signal,
      onWaiting: (now) => void waits.push(now.freeSlots),
    });
    const third = acquire('third', 1, 1);
    await pause(300);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'fanout.cancelled' });
    expect(waits[0]).toBe(0);
    await releaseGang(redis, grant);
    expect((await third).slots).toHaveLength(1);
  });

  it('lets a higher token take over, and refuses lower ones', async () => {
    const machine = await host('a', { slots: 2 });
    const old = await acquire('gang', 1, 2);
    const current = await acquire('gang', 2, 2);
    await expect(acquire('gang', 1, 2)).rejects.toMatchObject({ code: 'fanout.stale-grant' });
    await expect(machine.beginRank(old.token, 0)).rejects.toMatchObject({ code: 'fanout.stale-grant' });
    await releaseGang(redis, old);
    expect((await machine.beginRank(current.token, 0)).rank).toBe(0);
  });

  it('takes back slots whose ranks never began', async () => {
    await host('a', { slots: 1 });
    await acquire('forgetful', 1, 1, { idleMs: 400 });
    expect((await acquire('next', 1, 1)).slots).toHaveLength(1);
  });
});

describe('a host', () => {
  it('keeps the slot of a running rank for it, tells it when it was revoked, and frees it at its end', async () => {
    const machine = await host('a', { leaseMs: 600 });
    const grant = await acquire('gang', 1, 1, { idleMs: 300 });
    const lease = await machine.beginRank(grant.token, 0);
    await expect(machine.beginRank(grant.token, 0)).rejects.toMatchObject({ code: 'fanout.stale-grant' });
    await pause(800);
    expect(await states()).toEqual(['running']);
    await releaseGang(redis, grant);
    const next = acquire('next', 1, 1);
    expect(await isWaiting(next)).toBe(true);
    expect(lease.revoked.aborted).toBe(true);
    expect(await states()).toEqual(['ending']);
    await machine.endRank(lease);
    expect((await next).slots).toHaveLength(1);
  });

  it('revokes the older rank when a newer token asks, which then gets the slot', async () => {
    const machine = await host('a', { leaseMs: 600 });
    const lease = await machine.beginRank((await acquire('gang', 1, 1)).token, 0);
    lease.revoked.addEventListener('abort', () => void machine.endRank(lease));
    expect((await acquire('gang', 2, 1)).slots).toHaveLength(1);
  });

  it('registers again what really runs when Redis was restarted, even if it forgot everything', async () => {
    const machine = await host('a', { leaseMs: 900, slots: 2 });
    const grant = await acquire('gang', 3, 1);
    const lease = await machine.beginRank(grant.token, 0);
    await valkey.loseEverything();
    await expect.poll(states, { timeout: 5_000 }).toEqual(['running', 'free']);
    // Only the free slot can be granted, and a rewound token finds no place.
    expect((await acquire('other', 1, 1)).slots[0]?.slot).toBe(1);
    await expect(machine.beginRank(2, 0)).rejects.toMatchObject({ code: 'fanout.stale-grant' });
    await machine.endRank(lease);
    await releaseGang(redis, grant);
    // A store that was rewound may grant an old token again: the host remembers that a newer one ran.
    const rewound = await acquire('gang', 2, 1);
    expect(rewound.slots[0]?.slot).toBe(0);
    await expect(machine.beginRank(2, 0)).rejects.toMatchObject({ code: 'fanout.stale-grant' });
  });

  it('keeps its ranks when Redis is killed and restarted in the middle of a lease', async () => {
    const machine = await host('a', { leaseMs: 900 });
    const grant = await acquire('gang', 1, 1);
    const lease = await machine.beginRank(grant.token, 0);
    await valkey.kill();
    await pause(1_500);
    await valkey.startAgain();
    const next = acquire('next', 1, 1);
    expect(await isWaiting(next)).toBe(true);
    expect(lease.revoked.aborted).toBe(false);
    await machine.endRank(lease);
    await releaseGang(redis, grant);
    expect((await next).slots).toHaveLength(1);
  });
});

describe('rendezvous', () => {
  it('hands what rank 0 published to the others of the same token only', async () => {
    const start = { gangId: 'gang', token: 7 };
    const others = [1, 2].map(() => awaitRendezvous(redis, start, { timeoutMs: 5_000 }));
    const late = awaitRendezvous(redis, { ...start, token: 8 }, { timeoutMs: 300 });
    await publishRendezvous(redis, start, { port: 4711 }, 10_000);
    expect(await Promise.all(others)).toEqual([{ port: 4711 }, { port: 4711 }]);
    await expect(late).rejects.toMatchObject({ code: 'fanout.rendezvous-timeout', retryable: true });
  });

  it('stops waiting when cancelled', async () => {
    const stop = new AbortController();
    const waiting = awaitRendezvous(
      redis,
      { gangId: 'g', token: 1 },
      { timeoutMs: 60_000, signal: stop.signal },
    );
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'fanout.cancelled' });
  });
});
