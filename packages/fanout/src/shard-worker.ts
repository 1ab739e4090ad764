/**
 * Takes shards from the queue, hands each to the handler, logs its outcome.
 * Leaves the decisions about failures to `shard-failure`, and counting outcomes to the coordinator of the fan-out.
 */
import { EspalierError } from '@espalier/domain';
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { mayNotAskInfo, openRedis } from './connect-redis.js';
import { beginSuspect, endSuspect, partOfDeath, tellPart } from './crash-count.js';
import { logFailure, logResult } from './fanout-log.js';
import { lockDurationMs, withLock } from './job-lock.js';
import { decideCrashes, decideFailure, retryDelayMs } from './shard-failure.js';
import { defaultQueueName, fanoutNames, type QueuedShard, queuePrefix, type ShardJob } from './shard-job.js';
import { type RunningShard, ShardRegistry } from './shard-registry.js';
import { SuspectGate } from './suspect-gate.js';
import { within } from './waiting.js';

export interface ShardContext {
  /** Aborts when nobody waits for the shard any more, or the worker closes. */
  readonly signal: AbortSignal;
  /** Says that so many more rows are done; for the progress of shards that take long. */
  readonly reportRows: (rows: number) => void;
  /**
   * Not null where a worker has died under the shard: it should then go through its inputs one by one and tell each before it reads it, so
   * that another death can be laid to one. Null tells that from now on it can't say.
   */
  readonly tellPart: ((input: string | null) => Promise<void>) | null;
}

/** The part of a pino logger that the worker uses. */
export interface ShardWorkerLogger {
  warn(details: object, message: string): void;
}

export interface ShardWorkerOptions {
  readonly redisUrl: string;
  readonly queueName?: string;
  /** Shards at once in this process. */
  readonly concurrency: number;
  /**
   * Computes a shard; its JSON result should be small (references). May be called twice for the same shard, even at
   * once on two machines. A retryable EspalierError is tried again with growing pauses, another one fails the fan-out.
   */
  readonly handle: (job: ShardJob, context: ShardContext) => Promise<unknown>;
  /** What a shard reads, as people call it, for errors. Default nothing. */
  readonly inputsOf?: (job: ShardJob) => readonly string[] | Promise<readonly string[]>;
  readonly logger: ShardWorkerLogger;
}

export interface ShardWorker {
  /** Takes no more shards, gives the running ones `graceMs` (default 5000) to end, then aborts and gives them back. */
  close(graceMs?: number): Promise<void>;
}

const retryAfterRedisErrorMs = 300;
const abortMs = 5_000;

/**
 * Serves the shard queue until closed; waits while Redis is away, at the start as well.
 * @throws EspalierError `fanout.redis-refused`
 */
export async function startShardWorker(options: ShardWorkerOptions): Promise<ShardWorker> {
  const { logger } = options;
  const redis = await openRedis(options.redisUrl);
  const registry = new ShardRegistry(redis, (error) =>
    logger.warn({ err: error }, 'watching fan-outs failed'),
  );
  const gate = new SuspectGate();
  const inputsOf = options.inputsOf ?? (() => []);
  let closing = false;

  const process = async (job: Job<QueuedShard>, token?: string): Promise<null> => {
    const names = fanoutNames(job.data.job);
    if (!(await registry.isOpen(names))) return null;
    const { shard } = job.data.job;
    const isSuspect = job.stalledCounter > 0;
    const leaveGate = await gate.enter(isSuspect);
    const running = registry.begin(names, shard);
    try {
      if (isSuspect) await expectFewCrashes(job);
      await handleShard(job, running, isSuspect);
      return null;
    } catch (error) {
      if (!closing || !running.controller.signal.aborted || token === undefined) throw error;
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      leaveGate();
      await registry.end(running);
      if (isSuspect) await endSuspect(redis, names, shard);
    }
  };

  const expectFewCrashes = async ({ data: { job, maxCrashes } }: Job<QueuedShard>): Promise<void> => {
    const names = fanoutNames(job);
    const crashes = await beginSuspect(redis, names, job.shard);
    const part = await partOfDeath(redis, names, job.shard);
    const crashed = decideCrashes(job, crashes, maxCrashes, {
      inputs: await inputsOf(job),
      part,
    });
    if (crashed === null) return await tellPart(redis, names, job.shard, null);
    await logFailure(redis, names.logKey, job.shard, crashed);
    throw new UnrecoverableError(JSON.stringify(crashed.serialize()));
  };

  const handleShard = async (
    job: Job<QueuedShard>,
    running: RunningShard,
    isSuspect: boolean,
  ): Promise<void> => {
    const shardJob = job.data.job;
    const { signal } = running.controller;
    try {
      const result = await options.handle(shardJob, {
        signal,
        reportRows: (rows) => {
          running.doneRows += rows;
        },
        tellPart: isSuspect ? (input) => tellPart(redis, running.names, shardJob.shard, input) : null,
      });
      if (signal.aborted) throw signal.reason;
      // Not waited for: BullMQ ends the job by the same connection, so Redis has the result before. Where it takes none, the coordinator finds
      // the shard without a job and adds it again.
      logResult(redis, running.names.logKey, shardJob.shard, result).catch((error: unknown) =>
        logger.warn({ err: error, shard: shardJob.shard }, 'result not told'),
      );
    } catch (thrown) {
      if (signal.aborted) throw new UnrecoverableError('aborted');
      const { retry, error } = decideFailure(
        thrown,
        shardJob,
        job.attemptsMade + 1,
        await inputsOf(shardJob),
      );
      const reason = JSON.stringify(error.serialize());
      const stage = shardJob.instance ?? shardJob.stage;
      logger.warn({ err: error, shard: shardJob.shard, stage, retry }, 'shard failed');
      if (retry) throw new Error(reason);
      await logFailure(redis, running.names.logKey, shardJob.shard, error);
      throw new UnrecoverableError(reason);
    }
  };

  /** A fan-out clears its jobs away when it ends, but can't touch a running one: that is left to its worker. */
  const clearIfUnwanted = async (job: Job<QueuedShard>): Promise<void> => {
    if (await registry.isOpen(fanoutNames(job.data.job))) return;
    await job.remove();
  };

  const locked = (job: Job<QueuedShard>, token?: string) => withLock(job, token, () => process(job, token));
  const worker = new Worker<QueuedShard>(options.queueName ?? defaultQueueName, locked, {
    connection: redis,
    prefix: queuePrefix,
    skipVersionCheck: mayNotAskInfo(redis),
    concurrency: options.concurrency,
    lockDuration: lockDurationMs,
    skipLockRenewal: true,
    // The coordinator of the fan-out looks after the dead (run-fanout.ts).
    skipStalledCheck: true,
    runRetryDelay: retryAfterRedisErrorMs,
    settings: { backoffStrategy: (attemptsMade) => retryDelayMs(attemptsMade, Math.random()) },
  });
  worker.on('error', (error) => logger.warn({ err: error }, 'shard queue'));
  worker.on('completed', (job) => void clearIfUnwanted(job).catch(() => {}));
  worker.on('failed', (job) => {
    if (job !== undefined) void clearIfUnwanted(job).catch(() => {});
  });

  return {
    close: async (graceMs = 5_000) => {
      const drained = worker.close();
      if (
        (await within(
          drained.then(() => true),
          graceMs,
        )) === undefined
      ) {
        closing = true;
        registry.abortAll(new EspalierError('fanout.cancelled', 'The worker is closing.'));
        await within(drained, abortMs);
      }
      await within(registry.close(), abortMs);
      redis.disconnect();
    },
  };
}
