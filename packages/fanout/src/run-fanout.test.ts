import { EspalierError, type FanoutProgress } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, pingRedis } from './connect-redis.js';
import { logResult } from './fanout-log.js';
import { runFanout } from './run-fanout.js';
import { fanoutNames, queuePrefix, type ShardJob, shardJobId } from './shard-job.js';
import { type ShardContext, type ShardWorker, startShardWorker } from './shard-worker.js';
import { shardJobs, silentLogger } from './testing/shard-jobs.js';
import { pause } from './waiting.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let redis: Redis;
const workers: ShardWorker[] = [];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
  redis = connectRedis(servers.settings.redis.url);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close(0)));
});
afterAll(async () => {
  redis?.disconnect();
  await servers?.[Symbol.asyncDispose]();
});

async function work(
  queueName: string,
  handle: (job: ShardJob, context: ShardContext) => Promise<unknown>,
  concurrency = 10,
): Promise<void> {
  const redisUrl = servers.settings.redis.url;
  workers.push(await startShardWorker({ redisUrl, queueName, concurrency, handle, logger: silentLogger }));
}

const bullKeys = async (queueName: string) =>
  (await redis.keys(`${queuePrefix}:${queueName}:*`)).filter((key) => key.includes('extract'));
const rejection = async (promise: Promise<unknown>): Promise<EspalierError> => {
  const error = await promise.then(
    () => new Error('it did not reject'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EspalierError)) throw error;
  return error;
};

describe('runFanout', () => {
  it('returns every result once, in shard order, and leaves no job behind', async () => {
    const progress: FanoutProgress[] = [];
    await work('order', async (job) => ({ shard: job.shard, payload: job.payload }));
    const jobs = shardJobs('order', 1_500).reverse();
    const results = await runFanout<{ shard: number }>({
      redis,
      queueName: 'order',
      jobs,
      onProgress: (now) => progress.push(now),
    });
    expect(results.map((result) => result.shard)).toEqual(Array.from({ length: 1_500 }, (_, i) => i));
    expect(progress.at(-1)).toMatchObject({ doneShards: 1_500, totalShards: 1_500, doneRows: 15_000 });
    expect(await bullKeys('order')).toEqual([]);
  });

  it('has nothing to do for no jobs, and refuses jobs that do not belong together', async () => {
    expect(await runFanout({ redis, jobs: [] })).toEqual([]);
    const [one, two] = shardJobs('mixed', 2);
    if (one === undefined || two === undefined) throw new Error('two jobs expected');
    const twice = await rejection(runFanout({ redis, jobs: [one, one] }));
    expect(twice.code).toBe('fanout.bad-jobs');
    const mixed = await rejection(runFanout({ redis, jobs: [one, { ...two, attempt: 2 }] }));
    expect(mixed.code).toBe('fanout.bad-jobs');
  });

  it('counts a shard once that ran twice', async () => {
    const jobs = shardJobs('twice', 50);
    const { logKey } = fanoutNames({ runId: 'twice', stage: 'extract', kind: 'extract', attempt: 1 });
    await work('twice', async (job) => {
      await logResult(redis, logKey, job.shard, `early ${job.shard}`);
      return `late ${job.shard}`;
    });
    const results = await runFanout({ redis, queueName: 'twice', jobs });
    expect(results).toEqual(jobs.map((job) => `early ${job.shard}`));
  });

  it('keeps the results that are there when the same jobs are run again', async () => {
    const jobs = shardJobs('resume', 60);
    const runs = new Map<number, number>();
    const stop = new AbortController();
    await work('resume', async (job) => {
      runs.set(job.shard, (runs.get(job.shard) ?? 0) + 1);
      if (job.shard >= 40) await pause(100);
      return job.shard;
    });
    const first = runFanout({
      redis,
      queueName: 'resume',
      jobs,
      signal: stop.signal,
      progressEveryMs: 10,
      onProgress: (now) => now.doneShards >= 40 && stop.abort(),
    });
    expect((await rejection(first)).code).toBe('fanout.cancelled');
    const results = await runFanout({ redis, queueName: 'resume', jobs });
    expect(results).toEqual(jobs.map((job) => job.shard));
    expect([...runs].filter(([shard, count]) => shard < 40 && count > 1)).toEqual([]);
    // Also after the fold, however long what follows takes: a caller that died before it used the results gets them without any work.
    const { logKey } = fanoutNames({ runId: 'resume', stage: 'extract', kind: 'extract', attempt: 1 });
    expect(await redis.pttl(logKey)).toBeGreaterThan(6 * 24 * 3_600_000);
    const before = [...runs.values()].reduce((a, b) => a + b);
    expect(await runFanout({ redis, queueName: 'resume', jobs })).toEqual(results);
    expect([...runs.values()].reduce((a, b) => a + b)).toBe(before);
  });

  it('lets a second call take over from a first one that still runs', async () => {
    const jobs = shardJobs('takeover', 40);
    await work('takeover', async (job) => pause(40).then(() => job.shard), 4);
    const first = rejection(runFanout({ redis, queueName: 'takeover', jobs, reconcileEveryMs: 100 }));
    await pause(100);
    const second = await runFanout({ redis, queueName: 'takeover', jobs });
    expect(second).toHaveLength(40);
    expect((await first).code).toBe('fanout.superseded');
  });

  it('ignores what an older attempt does once a newer one has begun', async () => {
    const isAborted: boolean[] = [];
    await work('attempts', async (job, { signal }) => {
      if (job.attempt > 1) return 'new';
      await pause(20_000, signal);
      isAborted.push(signal.aborted);
      return 'old';
    });
    const old = rejection(runFanout({ redis, queueName: 'attempts', jobs: shardJobs('attempts', 5) }));
    await pause(300);
    const jobs = shardJobs('attempts', 5, { attempt: 2 });
    expect(await runFanout({ redis, queueName: 'attempts', jobs })).toEqual(Array(5).fill('new'));
    expect((await old).code).toBe('fanout.superseded');
    expect(isAborted).toEqual(Array(5).fill(true));
    const tooLate = runFanout({ redis, queueName: 'attempts', jobs: shardJobs('attempts', 5) });
    expect((await rejection(tooLate)).code).toBe('fanout.superseded');
  });

  it('fails at once on a user error, with the earliest shard as the cause', async () => {
    await work('failing', async (job) => {
      if (job.shard % 10 === 7)
        throw new EspalierError('spec.invalid', `shard ${job.shard} has no such column`);
      await pause(20);
      return job.shard;
    });
    const error = await rejection(runFanout({ redis, queueName: 'failing', jobs: shardJobs('failing', 30) }));
    expect(error).toMatchObject({ code: 'spec.invalid', kind: 'user', details: { shard: 7 } });
    expect(error.details.otherFailures).toEqual(
      expect.arrayContaining([expect.objectContaining({ shard: 17, code: 'spec.invalid' })]),
    );
    await pause(500);
    expect(await bullKeys('failing')).toEqual([]);
  });

  it('tries a shard again on an infra error, and again when the fan-out is run anew', async () => {
    let isDown = true;
    const tries = new Map<number, number>();
    await work('retry', async (job) => {
      const count = (tries.get(job.shard) ?? 0) + 1;
      tries.set(job.shard, count);
      if (job.shard === 1 && isDown) throw new EspalierError('store.fenced', 'not now');
      if (job.shard === 2 && count < 3) throw new EspalierError('store.unreachable', 'S3 is away');
      return count;
    });
    const jobs = shardJobs('retry', 4);
    expect((await rejection(runFanout({ redis, queueName: 'retry', jobs }))).code).toBe('store.fenced');
    isDown = false;
    const results = await runFanout<number>({ redis, queueName: 'retry', jobs });
    expect(results[2]).toBe(3);
    expect(results[1]).toBe(2);
  });

  it('removes waiting jobs and tells running handlers when cancelled', async () => {
    const told: number[] = [];
    await work(
      'cancel',
      async (job, { signal }) => {
        await pause(30_000, signal);
        told.push(job.shard);
      },
      3,
    );
    const stop = new AbortController();
    const running = rejection(
      runFanout({ redis, queueName: 'cancel', jobs: shardJobs('cancel', 100), signal: stop.signal }),
    );
    await pause(500);
    const cancelledAtMs = Date.now();
    stop.abort();
    expect((await running).code).toBe('fanout.cancelled');
    await expect.poll(() => told.length, { timeout: 3_000 }).toBe(3);
    expect(Date.now() - cancelledAtMs).toBeLessThan(2_500);
    await expect.poll(() => bullKeys('cancel'), { timeout: 3_000 }).toEqual([]);
  });

  it('enqueues a shard again that has neither a result nor a job', async () => {
    const jobs = shardJobs('lost', 3);
    const running = runFanout({ redis, queueName: 'lost', jobs, reconcileEveryMs: 200 });
    await pause(300);
    const names = fanoutNames({ runId: 'lost', stage: 'extract', kind: 'extract', attempt: 1 });
    const waitKey = `${queuePrefix}:lost:wait`;
    await redis.lrem(waitKey, 0, shardJobId(names, 1));
    await redis.del(`${queuePrefix}:lost:${shardJobId(names, 1)}`);
    await work('lost', async (job) => job.shard);
    expect(await running).toEqual([0, 1, 2]);
  });

  it('shares the workers between two runs', async () => {
    await work('fair', async () => pause(10), 4);
    const long = runFanout({ redis, queueName: 'fair', jobs: shardJobs('long', 2_000) });
    await pause(400);
    const startedMs = Date.now();
    await runFanout({ redis, queueName: 'fair', jobs: shardJobs('short', 20) });
    // Alone the long run would take 5 s from here; the short one waits for about two seconds of it.
    expect(Date.now() - startedMs).toBeLessThan(4_000);
    await long;
  });

  it('reports rows of shards that are not done yet', async () => {
    const partial: number[] = [];
    await work('rows', async (_job, { reportRows }) => {
      reportRows(4);
      // It ends once they were told.
      await expect.poll(() => partial, { timeout: 30_000 }).toContain(4);
    });
    await runFanout({
      redis,
      queueName: 'rows',
      jobs: shardJobs('rows', 1),
      progressEveryMs: 100,
      onProgress: (now) => partial.push(now.doneRows),
    });
    expect(partial.at(-1)).toBe(10);
    expect([...partial].sort((a, b) => a - b)).toEqual(partial);
  });
});

describe('pingRedis', () => {
  it('says that nobody answers, with the address', async () => {
    const nobody = connectRedis('redis://127.0.0.1:1');
    const error = await rejection(pingRedis(nobody, 500));
    nobody.disconnect();
    expect(error).toMatchObject({ code: 'fanout.redis-unreachable', details: { port: 1 } });
  });
});
