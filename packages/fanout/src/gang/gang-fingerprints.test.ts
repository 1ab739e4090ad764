import { describe, expect, it } from 'vitest';
import { fingerprint, otherFingerprint } from '../testing/fingerprints.js';
import { startGangHosts } from '../testing/gang-hosts.js';
import { pause } from '../waiting.js';
import { acquireGang, type GangGrant, type GangWaiting, releaseGang } from './acquire-gang.js';
import { listSlots } from './list-slots.js';

const gangHosts = await startGangHosts();
const { valkey, redis } = gangHosts;

const host = (hostId: string, of = fingerprint) => gangHosts.host(hostId, { leaseMs: 900, fingerprint: of });

const waits: GangWaiting[] = [];
function acquire(gangId: string, worldSize: number, of = fingerprint, token = 1): Promise<GangGrant> {
  const asked = { redis, role: 'trainer', gangId, token, worldSize, fingerprint: of } as const;
  return acquireGang({ ...asked, onWaiting: (waiting) => void waits.push(waiting) });
}

const isWaiting = async (grant: Promise<GangGrant>) =>
  (await Promise.race([grant.then(() => false), pause(600).then(() => true)])) === true;

const hostsOf = ({ slots }: GangGrant) => slots.map(({ hostId }) => hostId);

describe('a gang', () => {
  it('never takes hosts of two fingerprints, and says how many there are of another', async () => {
    await host('a');
    await host('b', otherFingerprint);
    const waiting = acquire('gang', 2);
    expect(await isWaiting(waiting)).toBe(true);
    expect(waits.at(-1)).toMatchObject({
      ahead: 0,
      freeSlots: 1,
      totalSlots: 1,
      otherSlots: 1,
      worldSize: 2,
    });
    expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['free', 'free']);
    await host('c');
    const grant = await waiting;
    expect(hostsOf(grant)).toEqual(['a', 'c']);
    expect(grant.fingerprint).toBe(fingerprint);
  });

  it('waits for none that takes other hosts, however large or early that one is', async () => {
    await host('a');
    await host('b', otherFingerprint);
    const busy = await acquire('busy', 1);
    const first = acquire('first', 1);
    await pause(100);
    expect(hostsOf(await acquire('later', 1, otherFingerprint))).toEqual(['b']);
    expect(await isWaiting(first)).toBe(true);
    await releaseGang(redis, busy);
    expect(hostsOf(await first)).toEqual(['a']);
  });

  it('keeps its place among those that take the same hosts when it starts again', async () => {
    await host('a');
    await host('b', otherFingerprint);
    const first = await acquire('first', 1);
    const second = acquire('second', 1);
    await pause(100);
    await releaseGang(redis, first, { worldSize: 1, fingerprint });
    expect(hostsOf(await acquire('other', 1, otherFingerprint))).toEqual(['b']);
    await pause(500);
    const again = await acquire('first', 1, fingerprint, 2);
    expect(await isWaiting(second)).toBe(true);
    await releaseGang(redis, again);
    await second;
  });

  it('finds its hosts again when Redis has forgotten everything', async () => {
    await host('a', otherFingerprint);
    await valkey.loseEverything();
    await expect
      .poll(async () => (await listSlots(redis)).map((slot) => slot.fingerprint), { timeout: 5_000 })
      .toEqual([otherFingerprint]);
    expect(hostsOf(await acquire('gang', 1, otherFingerprint))).toEqual(['a']);
  });
});
