import { startTestServers } from '@espalier/stack';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis } from './connect-redis.js';
import { runFanout } from './run-fanout.js';
import { fanoutNames, shardJobId } from './shard-job.js';
import { startShardWorker } from './shard-worker.js';
import { shardJobs, silentLogger } from './testing/shard-jobs.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let redis: Redis;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
  redis = connectRedis(servers.settings.redis.url);
});
afterAll(async () => {
  redis?.disconnect();
  await servers?.[Symbol.asyncDispose]();
});

function worker(queueName: string, handle: (shard: number) => unknown) {
  const redisUrl = servers.settings.redis.url;
  return startShardWorker({
    ...{ redisUrl, queueName, concurrency: 4, logger: silentLogger },
    handle: async ({ shard }) => handle(shard),
  });
}

it('has a result in Redis before the job ends, by one connection, though nobody waits for it', async () => {
  const jobs = shardJobs('ordered', 200);
  const names = fanoutNames({ runId: 'ordered', stage: 'extract', kind: 'extract', attempt: 1 });
  const idOf = new Map(jobs.map(({ shard }) => [shardJobId(names, shard), shard]));
  const told = new Map<number, string>();
  const ended = new Map<number, { readonly by: string; readonly afterResultBy: string | undefined }>();
  const monitor = await redis.duplicate().monitor();
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    const [command = '', key, ...rest] = args;
    if (command.toLowerCase() === 'xadd' && key === names.logKey) told.set(Number(rest[3]), source);
    // What BullMQ ends a job with names it, and what it did.
    if (!/^eval(sha)?$/i.test(command) || !rest.includes('completed')) return;
    const shard = rest.map((value) => idOf.get(value)).find((found) => found !== undefined);
    if (shard !== undefined) ended.set(shard, { by: source, afterResultBy: told.get(shard) });
  });
  const shards = await worker('ordered', (shard) => shard);
  await runFanout({ redis, queueName: 'ordered', jobs });
  await expect.poll(() => ended.size, { timeout: 10_000 }).toBe(200);
  for (const [shard, { by, afterResultBy }] of ended) expect(afterResultBy, `shard ${shard}`).toBe(by);
  monitor.disconnect();
  await shards.close(0);
});

it('fails the fan-out over a result that can not be written, and names the shard', async () => {
  const shards = await worker('unwritable', (shard) => (shard === 2 ? 2n : shard));
  const running = runFanout({ redis, queueName: 'unwritable', jobs: shardJobs('unwritable', 4) });
  await expect(running).rejects.toMatchObject({ code: 'fanout.shard-failed', details: { shard: 2 } });
  await shards.close(0);
});
