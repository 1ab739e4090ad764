import { startTestServers } from '@espalier/stack';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from './connect-redis.js';
import { acquireGang } from './gang/acquire-gang.js';
import { registerHost } from './gang/host-registration.js';
import { listSlots } from './gang/list-slots.js';
import { runFanout } from './run-fanout.js';
import { noteTrace, sweepRun, tracedRuns } from './run-traces.js';
import { startShardWorker } from './shard-worker.js';
import { fingerprint } from './testing/fingerprints.js';
import { shardJobs, silentLogger } from './testing/shard-jobs.js';
import { pause } from './waiting.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let redis: Redis;
const queueName = 'sweep';

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
  redis = connectRedis(servers.settings.redis.url);
});
afterAll(async () => {
  redis?.disconnect();
  await servers?.[Symbol.asyncDispose]();
});

/** Every key, field and member in Redis that names the run. */
async function mentions(runId: string): Promise<string[]> {
  const found: string[] = [];
  for (const key of await redis.keys('*')) {
    if (key.includes(runId)) found.push(key);
    else if ((await redis.type(key)) === 'hash') {
      const text = JSON.stringify(await redis.hgetall(key));
      if (text.includes(runId)) found.push(`in ${key}`);
    }
  }
  return found;
}

async function sweep(runId: string, isLast: boolean): Promise<void> {
  const run = (await tracedRuns(redis)).find((each) => each.runId === runId);
  if (run === undefined) throw new Error(`${runId} is not traced`);
  await sweepRun(redis, run, { isLast });
}

describe('a run that nobody asked to end', () => {
  it('gives its slots and its place back and leaves no token, whether its ranks run or wait', async () => {
    const options = { redis, role: 'trainer', incarnation: 'first', taskQueue: 'a', fingerprint } as const;
    const host = await registerHost({ ...options, hostId: 'a', slots: 2, leaseMs: 600 });
    const own = { runId: 'gone-run', owner: 'here' };
    const gangId = 'gone-run.train';
    await noteTrace(redis, own, { kind: 'gang', role: 'trainer', gangId });
    const grant = await acquireGang({ redis, role: 'trainer', gangId, token: 3, worldSize: 2, fingerprint });
    const lease = await host.beginRank(grant.token, 0);
    expect((await tracedRuns(redis))[0]).toMatchObject({ runId: 'gone-run', holdsSlots: true });
    await sweep('gone-run', false);
    expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['ending', 'free']);
    await pause(500);
    expect(lease.revoked.aborted).toBe(true);
    await host.endRank(lease);
    await sweep('gone-run', true);
    expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['free', 'free']);
    expect(await mentions('gone-run')).toEqual([]);
    await host.close();
  });

  it('leaves no job and no outcome, though shards run on and end after the first sweep', async () => {
    const jobs = shardJobs('lost-run', 40);
    const [first] = jobs;
    if (first === undefined) throw new Error('no jobs');
    const started: number[] = [];
    const redisUrl = servers.settings.redis.url;
    const worker = await startShardWorker({
      redisUrl,
      queueName,
      concurrency: 4,
      logger: silentLogger,
      // Deaf to its signal, as native work is.
      handle: async ({ shard }) => {
        started.push(shard);
        await pause(shard < 4 ? 50 : 1_500);
        return shard;
      },
    });
    await noteTrace(
      redis,
      { runId: first.runId, owner: 'here' },
      { kind: 'fanout', job: first, shards: 40, queueName },
    );
    const stop = new AbortController();
    const fanout = runFanout({ redis, queueName, jobs, signal: stop.signal });
    fanout.catch(() => undefined);
    await expect.poll(() => started.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(8);
    await sweep(first.runId, false);
    stop.abort();
    await pause(3_000);
    await sweep(first.runId, true);
    expect(await mentions(first.runId)).toEqual([]);
    expect(await tracedRuns(redis)).toEqual([]);
    await worker.close(0);
  });
});

it('a run that goes on after it was taken for ended stays in the list', async () => {
  const own = { runId: 'reset-run', owner: 'here' };
  const trace = { kind: 'gang', role: 'encoder', gangId: 'reset-run.fit-encoder' } as const;
  await noteTrace(redis, own, trace);
  await sweep('reset-run', false);
  const [swept] = await tracedRuns(redis);
  expect(swept?.sweptAtMs).not.toBeNull();
  await noteTrace(redis, own, trace);
  if (swept) await sweepRun(redis, swept, { isLast: true });
  expect(await tracedRuns(redis)).toMatchObject([{ runId: 'reset-run', sweptAtMs: null }]);
});
