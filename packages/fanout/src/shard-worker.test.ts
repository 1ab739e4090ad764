import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EspalierError } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from './connect-redis.js';
import { runFanout } from './run-fanout.js';
import { startShardWorker } from './shard-worker.js';
import { RestartableValkey } from './testing/restartable-valkey.js';
import { shardJobs, silentLogger } from './testing/shard-jobs.js';
import { pause } from './waiting.js';

/** A real worker process of the built package. Its handler: "die" kills the process over its second file, "slow" takes 300 ms, once it announced itself. */
const workerProgram = `
import { startShardWorker } from '@espalier/fanout';
const [redisUrl, queueName] = process.argv.slice(-2);
await startShardWorker({
  redisUrl, queueName, concurrency: 3, logger: { warn() {} },
  inputsOf: (job) => ['a-' + job.shard, 'b-' + job.shard],
  handle: async (job, { tellPart }) => {
    process.stdout.write('begun ' + job.shard + '\\n');
    await tellPart?.('a-' + job.shard);
    await tellPart?.('b-' + job.shard);
    if (job.payload === 'die') process.kill(process.pid, 'SIGKILL');
    if (job.payload === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
    return process.pid;
  },
});
`;

let valkey: RestartableValkey;
let redis: Redis;
const processes = new Set<ChildProcess>();

beforeAll(async () => {
  valkey = await RestartableValkey.start();
  redis = connectRedis(valkey.url);
});
afterEach(() => {
  for (const child of processes) child.kill('SIGKILL');
  processes.clear();
});
afterAll(async () => {
  redis?.disconnect();
  await valkey?.[Symbol.asyncDispose]();
});

function startWorkerProcess(queueName: string): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', workerProgram, '--', valkey.url, queueName],
    { cwd: dirname(dirname(fileURLToPath(import.meta.url))), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  processes.add(child);
  return child;
}

/** Starts the worker again whenever it dies, as a supervisor does. */
function superviseWorkerProcess(queueName: string): void {
  const child = startWorkerProcess(queueName);
  child.once('exit', () => {
    if (processes.delete(child)) superviseWorkerProcess(queueName);
  });
}

async function firstShardBegun(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.stdout?.once('data', resolve));
}

describe('a worker process that is killed', () => {
  it('loses no shard, and another one takes over within seconds', async () => {
    const jobs = shardJobs('kill', 60, { payload: 'slow' });
    const running = runFanout<number>({ redis, queueName: 'kill', jobs });
    const victim = startWorkerProcess('kill');
    await firstShardBegun(victim);
    victim.kill('SIGKILL');
    const killedMs = Date.now();
    const survivor = startWorkerProcess('kill');
    const results = await running;
    expect(results).toEqual(Array(60).fill(survivor.pid));
    // 60 shards of 0.3 s, 3 at once, are 6 s; those of the dead worker come back while the others are done.
    expect(Date.now() - killedMs).toBeLessThan(15_000);
  });

  it('fails the fan-out when it is always the same shard, and names that one and what of it it was', async () => {
    superviseWorkerProcess('poison');
    const jobs = shardJobs('poison', 4).map((job) => (job.shard === 2 ? { ...job, payload: 'die' } : job));
    const running = runFanout({ redis, queueName: 'poison', jobs, maxCrashes: 2 });
    await expect(running).rejects.toMatchObject({
      code: 'fanout.shard-crashes',
      message:
        'Shard 2 of extract took its worker down 2 times, the last time over b-2, one of the 2 that it reads.',
      details: { shard: 2, crashes: 2, uri: 'b-2' },
    } satisfies Partial<EspalierError>);
  });
});

describe('a worker that closes', () => {
  it('gives its running shards back at once', async () => {
    const redisUrl = valkey.url;
    const shared = { redisUrl, queueName: 'closing', concurrency: 2, logger: silentLogger };
    const leaving = await startShardWorker({
      ...shared,
      handle: async (_job, { signal }) => pause(60_000, signal).then(() => 'leaving'),
    });
    const running = runFanout({ redis, queueName: 'closing', jobs: shardJobs('closing', 4) });
    await pause(500);
    await leaving.close(100);
    const staying = await startShardWorker({ ...shared, handle: async () => 'staying' });
    const closedMs = Date.now();
    expect(await running).toEqual(Array(4).fill('staying'));
    expect(Date.now() - closedMs).toBeLessThan(2_000);
    await staying.close();
  });
});

describe('Redis that goes away', () => {
  it('is waited for when it is killed and started again', async () => {
    const jobs = shardJobs('restart', 400);
    let isAway = false;
    const worker = await startShardWorker({
      redisUrl: valkey.url,
      queueName: 'restart',
      concurrency: 4,
      handle: async (job) => pause(20).then(() => job.shard),
      logger: silentLogger,
    });
    const running = runFanout({
      redis,
      queueName: 'restart',
      jobs,
      onProgress: (now) => {
        isAway ||= now.doneShards > 50;
      },
    });
    await expect.poll(() => isAway, { timeout: 10_000 }).toBe(true);
    await valkey.kill();
    await pause(3_000);
    await valkey.startAgain();
    expect(await running).toEqual(jobs.map((job) => job.shard));
    await worker.close();
  });

  it('is waited for when it hangs for longer than the locks last', async () => {
    const jobs = shardJobs('frozen', 300);
    const worker = await startShardWorker({
      redisUrl: valkey.url,
      queueName: 'frozen',
      concurrency: 4,
      handle: async (job) => pause(20).then(() => job.shard),
      logger: silentLogger,
    });
    const running = runFanout({ redis, queueName: 'frozen', jobs });
    await pause(400);
    valkey.freeze();
    await pause(6_000);
    valkey.thaw();
    expect(await running).toEqual(jobs.map((job) => job.shard));
    await worker.close();
  });

  it('goes on even if it forgot everything', async () => {
    const jobs = shardJobs('amnesia', 200);
    const worker = await startShardWorker({
      redisUrl: valkey.url,
      queueName: 'amnesia',
      concurrency: 4,
      handle: async (job) => pause(20).then(() => job.shard),
      logger: silentLogger,
    });
    const running = runFanout({ redis, queueName: 'amnesia', jobs });
    await pause(400);
    await valkey.loseEverything();
    expect(await running).toEqual(jobs.map((job) => job.shard));
    await worker.close();
  });
});
