/**
 * Responsible for one round of empty jobs: through the product's fan-out, with every result counted, and through bare BullMQ.
 * Leaves to others: the worker processes, and which rounds there are (fanout-bench.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type connectRedis, runFanout } from '@espalier/fanout';
import { Queue } from 'bullmq';
import type { EmptyResult } from './fanout-contract.js';

type Redis = ReturnType<typeof connectRedis>;

/** As the product adds jobs. */
const addedAtOnce = 500;
const pollMs = 5;

export interface FanoutRound {
  readonly seconds: number;
  /** Results in the log beyond one a shard: of shards that were computed again. */
  readonly repeated: number;
}

/**
 * @param runId tells rounds apart
 * @param onProgress told how many shards are done, some times a second
 * @throws Error unless each shard's result is there, once, and is what one computation of that shard gave
 */
export async function fanOutEmpty(
  redis: Redis,
  queueName: string,
  runId: string,
  shards: number,
  onProgress?: (doneShards: number) => void,
): Promise<FanoutRound> {
  const jobs = Array.from({ length: shards }, (_, shard) => ({
    ...{ runId, stage: 'extract', kind: 'extract', attempt: 1 },
    ...{ shard, rows: 1, payload: null },
  })) as Parameters<typeof runFanout>[0]['jobs'];
  const startedMs = performance.now();
  const results = await runFanout<EmptyResult>({
    ...{ redis, queueName, jobs, progressEveryMs: 100 },
    ...(onProgress === undefined ? {} : { onProgress: ({ doneShards }) => onProgress(doneShards) }),
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const told = await loggedResults(redis, runId);
  const firsts = new Map<number, string>();
  for (const { shard, computation } of told) if (!firsts.has(shard)) firsts.set(shard, computation);
  const computations = new Set(results.map(({ computation }) => computation));
  if (results.length !== shards || computations.size !== shards) {
    throw new Error(`${shards} shards gave ${results.length} results of ${computations.size} computations`);
  }
  for (const [position, { shard, computation }] of results.entries()) {
    if (shard !== position || firsts.get(shard) !== computation) {
      throw new Error(
        `the result at ${position} is of shard ${shard}, and not the first that was told of it`,
      );
    }
  }
  return { seconds, repeated: told.length - shards };
}

/** Every result that workers told, in order. */
async function loggedResults(redis: Redis, runId: string): Promise<EmptyResult[]> {
  const entries = await redis.xrange(`espalier:fanout:{${runId}.extract.extract}:1:log`, '-', '+');
  return entries.flatMap(([, [, , name, value]]) =>
    name === 'result' && value !== undefined ? [JSON.parse(value) as EmptyResult] : [],
  );
}

/** Seconds until so many jobs that do nothing are added and done; nobody looks at their results. */
export async function runBareJobs(redis: Redis, queueName: string, jobs: number): Promise<number> {
  const queue = new Queue(queueName, { connection: redis });
  try {
    const startedMs = performance.now();
    for (let from = 0; from < jobs; from += addedAtOnce) {
      const some = Array.from({ length: Math.min(addedAtOnce, jobs - from) }, (_, job) => ({
        name: 'empty',
        data: { shard: from + job },
      }));
      await queue.addBulk(some);
    }
    while (Object.values(await queue.getJobCounts('waiting', 'active')).some((count) => count > 0)) {
      await sleep(pollMs);
    }
    return (performance.now() - startedMs) / 1000;
  } finally {
    await queue.close();
  }
}
