import { describe, expect, it } from 'vitest';
import { fingerprint } from '../testing/fingerprints.js';
import { startGangHosts } from '../testing/gang-hosts.js';
import { pause } from '../waiting.js';
import { acquireGang, releaseGang } from './acquire-gang.js';
import { type ArrivalOptions, awaitArrivals } from './arrivals.js';

const { valkey, redis, hosts, host } = await startGangHosts();

const start = { gangId: 'gang', token: 7 };
const arrive = (rank: number, options: Partial<ArrivalOptions> = {}) =>
  awaitArrivals(redis, start, { rank, worldSize: 2, ...options });

/** A gang of two, both of whose ranks have begun. */
async function runningGang() {
  for (const hostId of ['a', 'b']) {
    await host(hostId, { leaseMs: 600 });
  }
  const grant = await acquireGang({ redis, role: 'trainer', worldSize: 2, fingerprint, ...start });
  const leases = await Promise.all(hosts.map((host) => host.beginRank(start.token, 0)));
  return { grant, leases };
}

const outcomeOf = (wait: Promise<void>) =>
  wait.then(
    () => 'met',
    (error: { code: string }) => error.code,
  );

describe('ranks that wait for each other', () => {
  it('go on together, however late the last one comes, and say meanwhile whom they wait for', async () => {
    await runningGang();
    const waits: (readonly number[])[] = [];
    let met = false;
    const first = arrive(0, { lostMs: 500, onWaiting: (missing) => waits.push(missing) });
    void first.then(() => {
      met = true;
    });
    // Longer than any limit here, its slot held all the while.
    await pause(3_000);
    expect(met).toBe(false);
    await arrive(1);
    await first;
    expect(waits.length).toBeGreaterThan(1);
    expect(waits[0]).toEqual([1]);
  });

  it('end when a slot is lost: of a host that is gone, and of a gang that was released', async () => {
    const { grant } = await runningGang();
    const first = outcomeOf(arrive(0, { lostMs: 500 }));
    await pause(1_500);
    await hosts.pop()?.close();
    expect(await first).toBe('workflow.peer-lost');
    const again = outcomeOf(arrive(1, { lostMs: 500 }));
    await pause(1_500);
    await releaseGang(redis, grant);
    // Rank 0 arrived before, so rank 1 has nobody to wait for.
    expect(await again).toBe('met');
  });

  it('outlast a Redis that has forgotten everything', async () => {
    await runningGang();
    const first = outcomeOf(arrive(0));
    await pause(1_500);
    await valkey.loseEverything();
    await pause(1_500);
    expect(await outcomeOf(arrive(1))).toBe('met');
    expect(await first).toBe('met');
  });

  it('of another start do not count', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const first = outcomeOf(arrive(0, { signal }));
    const before = { ...start, token: start.token - 1 };
    const older = outcomeOf(awaitArrivals(redis, before, { rank: 1, worldSize: 2, signal }));
    await pause(300);
    stop.abort();
    expect([await first, await older]).toEqual(['fanout.cancelled', 'fanout.cancelled']);
  });
});
