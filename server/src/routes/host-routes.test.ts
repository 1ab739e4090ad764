import { acquireGang, announceWorker, connectRedis, registerHost } from '@espalier/fanout';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';
import { runOf } from './host-routes.js';

let server: StartedServer;
let redis: ReturnType<typeof connectRedis>;

beforeAll(async () => {
  server = await startServer();
  redis = connectRedis(server.redisUrl);
});
afterAll(async () => {
  redis?.disconnect();
  await server?.[Symbol.asyncDispose]();
});

const fingerprint = `sha256:${'a'.repeat(64)}` as const;
const runId = 'census.daily-20261129-080000-k3f9';
const holder = `${runId}.train`;
const waiter = `${runId}.train.towers-1`;

it('who holds slots since when, who waits, and why', async () => {
  const before = Date.now();
  const common = { redis, role: 'trainer', fingerprint, slots: 2 } as const;
  const worker = await announceWorker({ ...common, workerId: 'w', environment: { device: 'cpu' } });
  const host = await registerHost({ ...common, hostId: 'a', incarnation: '1', taskQueue: 'a' });
  const gone = new AbortController();
  const ask = (gangId: string, worldSize: number) =>
    acquireGang({ redis, role: 'trainer', gangId, token: 1, worldSize, fingerprint, signal: gone.signal });
  await ask(holder, 1);
  const waits = [ask(waiter, 2), ask('other.train', 3)].map((wait) => wait.catch(() => null));
  await expect
    .poll(async () => (await server.askJson('GET', '/v1/hosts')).json.waiting)
    .toMatchObject([
      {
        ...{ gangId: waiter, runId, stage: 'train.towers-1', role: 'trainer', slots: 2, team: 'default' },
        ...{ ahead: 0, because: 'for 2 trainer slots: 1 of 2 are free' },
      },
      {
        ...{ gangId: 'other.train', runId: null, stage: null, slots: 3 },
        because: 'for 3 trainer slots, but there are 2',
      },
    ]);
  const { hosts, waiting, waitingInAll } = (await server.askJson('GET', '/v1/hosts')).json;
  expect(waitingInAll).toBe(2);
  expect(hosts).toMatchObject([
    {
      ...{ role: 'trainer', hostId: 'a', device: 'cpu' },
      slots: [
        { slot: 0, state: 'granted', gang: { gangId: holder, runId, stage: 'train', rank: 0 } },
        { slot: 1, state: 'free', gang: null },
      ],
    },
  ]);
  for (const since of [hosts[0].slots[0].gang.sinceMs, waiting[0].sinceMs]) {
    expect(since).toBeGreaterThanOrEqual(before - 1);
    expect(since).toBeLessThanOrEqual(Date.now() + 1);
  }
  // It is since then also when its rank runs, and when Redis has forgotten.
  const lease = await host.beginRank(1, 0);
  expect(lease.sinceMs).toBe(hosts[0].slots[0].gang.sinceMs);
  gone.abort();
  await Promise.all(waits);
  await Promise.all([host.close(), worker.close()]);
});

it.each([
  [`${runId}.train`, runId, 'train'],
  [`${runId}.train.towers-1`, runId, 'train.towers-1'],
  ['other.train', null, null],
  ['other', null, null],
])('%s is the gang of %s, %s', (gangId, run, stage) => {
  expect(runOf(gangId)).toEqual({ runId: run, stage });
});
