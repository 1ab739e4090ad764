/** Whose turn it is: by priority and age, held to quotas. Random teams, sizes and priorities against a real server. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectRedis } from '../connect-redis.js';
import { fingerprint } from '../testing/fingerprints.js';
import { RestartableValkey } from '../testing/restartable-valkey.js';
import { acquireGang, type GangGrant, type GangWaiting, releaseGang } from './acquire-gang.js';
import { gangKeys } from './gang-keys.js';
import { acquireScript, releaseScript } from './gang-scripts.js';
import { registerHost } from './host-registration.js';
import { listSlots } from './list-slots.js';

let valkey: RestartableValkey;
let redis: Redis;
const { hosts, waiting, tokens } = gangKeys('trainer');
const keys = [hosts, waiting, tokens];

beforeAll(async () => {
  valkey = await RestartableValkey.start();
  redis = connectRedis(valkey.url);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  redis?.disconnect();
  await valkey?.[Symbol.asyncDispose]();
});

function host(hostId: string, slots: number) {
  const common = { redis, role: 'trainer', incarnation: '1', fingerprint } as const;
  return registerHost({ ...common, hostId, slots, taskQueue: hostId, leaseMs: 60_000 });
}

interface Gang {
  readonly gangId: string;
  readonly team: string;
  readonly worldSize: number;
  readonly priority: number;
}

type Reply = { readonly status: string } & Partial<GangWaiting>;

const stepMs = 10_000;

async function ask({ gangId, team, worldSize, priority }: Gang, quota: number | undefined): Promise<Reply> {
  const args = [gangId, 1, worldSize, priority, 60_000, 60_000, fingerprint, team, quota ?? -1, stepMs];
  return JSON.parse(String(await acquireScript.run(redis, keys, args)));
}

function giveBack(gangId: string) {
  return releaseScript.run(redis, keys, [gangId, 1, 0, 0, '']);
}

async function heldBy(team: string): Promise<number> {
  return (await listSlots(redis)).filter(({ gang }) => gang?.team === team).length;
}

/** Those of the same seed are the same ones. */
function drawing(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'no team is past its quota, nobody but those held back by their own team is overtaken, all are served: seed %i',
  async (seed) => {
    const draw = drawing(seed * 7_919);
    const registered = await Promise.all([host('a', 3), host('b', 2)]);
    const quotas: Record<string, number | undefined> = { red: 2, blue: 4, green: undefined };
    const teams = Object.keys(quotas);
    const open = new Map<string, Gang>();
    const holding = new Map<string, Gang>();
    const sinceMs = new Map<string, number>();

    const slotsOf = (gangs: Iterable<Gang>) => [...gangs].reduce((sum, { worldSize }) => sum + worldSize, 0);
    const ofTeam = (gangs: Iterable<Gang>, team: string) => [...gangs].filter((gang) => gang.team === team);
    const since = ({ gangId }: Gang) => sinceMs.get(gangId) ?? 0;
    const turnOf = (gang: Gang) => since(gang) - gang.priority * stepMs;
    const isBefore = (a: Gang, b: Gang) =>
      (turnOf(a) - turnOf(b) || since(a) - since(b) || (a.gangId < b.gangId ? -1 : 1)) < 0;
    const before = (gang: Gang) =>
      [...open.values()].filter((other) => other.gangId !== gang.gangId && isBefore(other, gang));
    /** Its team would hold more than its quota with it and those of the team before it. */
    const isHeldBack = (gang: Gang) => {
      const { team, worldSize } = gang;
      const taken = slotsOf(ofTeam(holding.values(), team)) + slotsOf(ofTeam(before(gang), team));
      return taken + worldSize > (quotas[team] ?? Number.POSITIVE_INFINITY);
    };

    const tryOne = async (gang: Gang) => {
      const reply = await ask(gang, quotas[gang.team]);
      sinceMs.set(gang.gangId, JSON.parse((await redis.hget(tokens, gang.gangId)) ?? '{}').sinceMs);
      const served = before(gang).filter((other) => !isHeldBack(other));
      const isFree = slotsOf(served) + gang.worldSize <= 5 - slotsOf(holding.values());
      expect(reply.status).toBe(isFree && !isHeldBack(gang) ? 'granted' : 'waiting');
      if (reply.status === 'waiting') {
        expect(reply).toMatchObject({ isOverQuota: isHeldBack(gang), ahead: served.length });
        return;
      }
      open.delete(gang.gangId);
      holding.set(gang.gangId, gang);
      const held = await heldBy(gang.team);
      expect(held).toBe(slotsOf(ofTeam(holding.values(), gang.team)));
      expect(held).toBeLessThanOrEqual(quotas[gang.team] ?? 5);
    };

    for (let step = 0; step < 150; step++) {
      if (step < 100 && draw(3) === 0) {
        const team = teams[draw(teams.length)] as string;
        const worldSize = 1 + draw(quotas[team] ?? 5);
        const gang = { gangId: `g${step}`, team, worldSize, priority: draw(5) - 2 };
        open.set(gang.gangId, gang);
        await tryOne(gang);
      } else if (draw(3) === 0 && holding.size > 0) {
        const gangId = [...holding.keys()][draw(holding.size)] as string;
        await giveBack(gangId);
        holding.delete(gangId);
      } else if (open.size > 0) {
        await tryOne([...open.values()][draw(open.size)] as Gang);
      }
    }
    for (let round = 0; open.size > 0; round++) {
      expect(round).toBeLessThan(200);
      for (const gangId of holding.keys()) await giveBack(gangId);
      holding.clear();
      for (const gang of [...open.values()]) await tryOne(gang);
    }
    await Promise.all(registered.map((each) => each.close()));
  },
);

it('a step of priority stands for a time of waiting: who has waited longer than that goes first', async () => {
  const registered = await host('a', 1);
  const first = { gangId: 'first', team: 'red', worldSize: 1, priority: 0 };
  expect((await ask(first, undefined)).status).toBe('granted');
  const young = { gangId: 'young', team: 'red', worldSize: 1, priority: 1 };
  const old = { gangId: 'old', team: 'red', worldSize: 1, priority: 0 };
  const later = { gangId: 'later', team: 'red', worldSize: 1, priority: 0 };
  await ask(old, undefined);
  await ask(later, undefined);
  // It came more than one step before.
  const record = JSON.parse((await redis.hget(tokens, 'old')) ?? '{}');
  await redis.hset(tokens, 'old', JSON.stringify({ ...record, sinceMs: record.sinceMs - 2 * stepMs }));
  await ask(old, undefined);
  expect((await ask(young, undefined)).ahead).toBe(1);
  await giveBack('first');
  for (const gang of [later, young]) expect((await ask(gang, undefined)).status).toBe('waiting');
  expect((await ask(old, undefined)).status).toBe('granted');
  await giveBack('old');
  expect((await ask(later, undefined)).status).toBe('waiting');
  expect((await ask(young, undefined)).status).toBe('granted');
  await registered.close();
});

it('a team at its quota keeps no slots from others, says why it waits, and goes on where it is raised', async () => {
  const registered = await host('a', 3);
  let quota = 1;
  const told: GangWaiting[] = [];
  const acquire = (gangId: string, team: string): Promise<GangGrant> =>
    acquireGang({
      ...{ redis, role: 'trainer', gangId, token: 1, worldSize: 1, fingerprint, team },
      quota: async () => (team === 'red' ? quota : null),
      onWaiting: (waiting) => void told.push(waiting),
    });
  await acquire('red-1', 'red');
  const second = acquire('red-2', 'red');
  await expect.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ isOverQuota: true, teamSlots: 1, quota: 1, freeSlots: 2, ahead: 0 });
  await acquire('blue-1', 'blue');
  expect(await heldBy('red')).toBe(1);
  quota = 2;
  await second;
  expect(await heldBy('red')).toBe(2);
  await registered.close();
});

it('a host tells whose its ranks are where Redis has forgotten', async () => {
  const options = { redis, role: 'trainer', incarnation: '1', fingerprint, leaseMs: 300 } as const;
  const registered = await registerHost({ ...options, hostId: 'a', slots: 2, taskQueue: 'a' });
  const grant = await acquireGang({
    ...{ redis, role: 'trainer', gangId: 'red-1', token: 1, worldSize: 1, fingerprint, team: 'red' },
  });
  await registered.beginRank(1, grant.slots[0]?.slot ?? -1);
  await redis.flushall();
  await expect.poll(() => heldBy('red')).toBe(1);
  await registered.close();
});

it('a gang that starts again keeps its priority and its team with its place', async () => {
  const registered = await host('a', 1);
  const grant = await acquireGang({
    ...{
      redis,
      role: 'trainer',
      gangId: 'red-1',
      token: 1,
      worldSize: 1,
      fingerprint,
      team: 'red',
      priority: 3,
    },
    quota: async () => 1,
  });
  await releaseGang(redis, grant, { worldSize: 1, fingerprint });
  const place = JSON.parse((await redis.hget(waiting, 'red-1')) ?? '{}');
  expect(place).toMatchObject({ priority: 3, team: 'red', quota: 1 });
  await registered.close();
});
