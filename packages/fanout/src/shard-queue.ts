/**
 * The shared BullMQ queue as a fan-out uses it: adding shards, seeing which jobs still live, clearing them away.
 * Leaves when to do so to `run-fanout`, and the working on jobs to `shard-worker`.
 */
import { Queue, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { mayNotAskInfo } from './connect-redis.js';
import { LuaScript } from './lua-script.js';
import { maxAttempts } from './shard-failure.js';
import { type FanoutNames, type QueuedShard, queuePrefix, type ShardJob, shardJobId } from './shard-job.js';

/** Keys of one Lua call; bounds how long Redis is busy with it. */
const chunkSize = 1_000;
/** A dead worker's shards are picked up after its locks have run out plus one or two of these. */
export const stalledCheckMs = 1_000;
/** Crashes are capped by our own policy (`decideCrashes`), never by BullMQ's. */
const uncappedStalls = 1_000_000;
/** Jobs of a fan-out that nobody came back to are dropped after this. */
const abandonedAgeSeconds = 7 * 24 * 3_600;

const inspectScript = new LuaScript('shards/inspect-jobs');

const clearEndedScript = new LuaScript('shards/clear-ended-jobs');

export type ShardJobState = 'absent' | 'live' | 'ended';

export class ShardQueue {
  readonly #queue: Queue<QueuedShard>;

  constructor(
    private readonly redis: Redis,
    queueName: string,
    private readonly names: FanoutNames,
  ) {
    const options: QueueOptions & Pick<WorkerOptions, 'stalledInterval' | 'maxStalledCount'> = {
      connection: redis,
      prefix: queuePrefix,
      skipVersionCheck: mayNotAskInfo(redis),
      stalledInterval: stalledCheckMs,
      maxStalledCount: uncappedStalls,
    };
    this.#queue = new Queue<QueuedShard>(queueName, options);
    this.#queue.on('error', () => {});
  }

  /** Adds jobs; one that is there already stays as it is. */
  async add(jobs: readonly ShardJob[], maxCrashes: number): Promise<void> {
    await this.#queue.addBulk(
      jobs.map((job) => ({
        name: job.kind,
        data: { job, maxCrashes },
        opts: {
          jobId: shardJobId(this.names, job.shard),
          attempts: maxAttempts,
          backoff: { type: 'custom' },
          removeOnComplete: true,
          removeOnFail: { age: abandonedAgeSeconds },
        },
      })),
    );
  }

  async inspect(shards: readonly number[]): Promise<Map<number, ShardJobState>> {
    const states = new Map<number, ShardJobState>();
    for (const part of chunks(shards)) {
      const reply = (await inspectScript.run(
        this.redis,
        [this.#queue.toKey('')],
        this.#ids(part),
      )) as number[];
      part.forEach((shard, i) => {
        states.set(shard, reply[i] === 0 ? 'absent' : reply[i] === 1 ? 'live' : 'ended');
      });
    }
    return states;
  }

  /** Deletes the jobs of these shards that have ended; returns the IDs of jobs that have not. */
  async clearEnded(shards: readonly number[]): Promise<string[]> {
    const live: string[] = [];
    for (const part of chunks(shards)) {
      live.push(
        ...((await clearEndedScript.run(this.redis, [this.#queue.toKey('')], this.#ids(part))) as string[]),
      );
    }
    return live;
  }

  /** Deletes all jobs of these shards but the running ones, which a worker clears away when they end. */
  async clear(shards: readonly number[]): Promise<void> {
    for (const ids of chunks(await this.clearEnded(shards))) {
      await Promise.all(ids.map((id) => this.#queue.remove(id)));
    }
  }

  /** Gives the jobs of workers that have died to others, whatever fan-out they are of; asked too often it does nothing. */
  async takeFromTheDead(): Promise<void> {
    await this.#queue.backend.moveStalledJobsToWait();
  }

  /** Jobs that workers are at now, of all fan-outs. */
  async activeCount(): Promise<number> {
    return await this.redis.llen(this.#queue.toKey('active'));
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  #ids(shards: readonly number[]): string[] {
    return shards.map((shard) => shardJobId(this.names, shard));
  }
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += chunkSize) yield items.slice(from, from + chunkSize);
}
