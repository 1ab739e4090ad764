/**
 * Runs a list of shard jobs to the end: enqueues, watches the log, heals what got lost, folds the results.
 * Leaves accounts to `fanout-ledger`, atomic steps to `fanout-state`, and the work to `shard-worker`.
 */
import { randomUUID } from 'node:crypto';
import { EspalierError, type FanoutProgress } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { CompletionRate } from './completion-rate.js';
import { duplicateConnection } from './connect-redis.js';
import { enqueueWindow } from './enqueue-window.js';
import { FanoutLedger } from './fanout-ledger.js';
import { LogReader } from './fanout-log.js';
import { closeFanout, keepFanout, openFanout } from './fanout-state.js';
import { commonNames, defaultQueueName, type FanoutNames, type ShardJob } from './shard-job.js';
import { ShardQueue, stalledCheckMs } from './shard-queue.js';
import { pause, unlessAborted, within } from './waiting.js';

export interface FanoutOptions {
  readonly redis: Redis;
  readonly queueName?: string;
  /** All shards of one kind of one attempt of a stage; any order. */
  readonly jobs: readonly ShardJob[];
  readonly signal?: AbortSignal;
  /** Told at the beginning, every `progressEveryMs`, and at the end. */
  readonly onProgress?: (progress: FanoutProgress) => void;
  readonly progressEveryMs?: number;
  readonly reconcileEveryMs?: number;
  /** Deaths of a worker under one shard before the fan-out fails. */
  readonly maxCrashes?: number;
}

/** Jobs of one round trip when adding. */
const addChunkSize = 500;
/** Longest wait for news; bounds how late a timer of the loop fires. */
const blockMs = 250;
/** Outcomes of so many ms are taken in at once: each wake-up costs the coordinator and Redis as much as several outcomes. */
const gatherMs = 10;
/** How long cleaning up may take when the fan-out does not end well (Redis may be away). */
const cleanUpMs = 3_000;
/** Time for failures of other shards to come in, once one has failed. */
const otherFailuresMs = 100;

/**
 * Runs the jobs on the shard workers and returns their results in shard order, each counted once even if a shard ran
 * twice. A second call with the same jobs (a retry, on any process) keeps the results that are there and takes over;
 * the call it took over from, and calls of lower attempts, reject. Waits while Redis is away.
 * @throws EspalierError the earliest failed shard's own error with `details.shard` and `details.otherFailures`;
 *   `fanout.shard-crashes`, `fanout.cancelled` (waiting jobs are removed, running handlers told), `fanout.superseded`,
 *   `fanout.bad-jobs`
 */
export async function runFanout<R>(options: FanoutOptions): Promise<R[]> {
  const [first, ...rest] = options.jobs;
  if (first === undefined) return [];
  const names = commonNames([first, ...rest]);
  const run = new FanoutRun(options, names);
  return (await run.toEnd()) as R[];
}

class FanoutRun {
  readonly #owner = randomUUID();
  readonly #redis: Redis;
  readonly #queue: ShardQueue;
  readonly #ledger: FanoutLedger;
  readonly #shards: readonly number[];
  readonly #speed = new CompletionRate(2_000);
  readonly #rowSpeed = new CompletionRate(10_000);
  readonly #reconcileEveryMs: number;
  readonly #progressEveryMs: number;
  readonly #maxCrashes: number;
  #activeJobs = 0;
  #nextProgressMs = 0;
  #nextReconcileMs = 0;
  #nextStalledMs = 0;

  constructor(
    private readonly options: FanoutOptions,
    private readonly names: FanoutNames,
  ) {
    this.#redis = options.redis;
    this.#queue = new ShardQueue(options.redis, options.queueName ?? defaultQueueName, names);
    this.#ledger = new FanoutLedger(options.jobs);
    this.#shards = options.jobs.map((job) => job.shard);
    this.#reconcileEveryMs = options.reconcileEveryMs ?? 2_000;
    this.#progressEveryMs = options.progressEveryMs ?? 500;
    this.#maxCrashes = options.maxCrashes ?? 5;
  }

  async toEnd(): Promise<unknown[]> {
    const signal = this.options.signal ?? new AbortController().signal;
    const readerConnection = duplicateConnection(this.#redis);
    const log = new LogReader(this.names.logKey, readerConnection);
    const ended = new AbortController();
    try {
      const work = this.#work(log, AbortSignal.any([signal, ended.signal]));
      const results = await unlessAborted(work, signal, `Fan-out ${this.names.group}`);
      await this.#end();
      return results;
    } catch (error) {
      ended.abort();
      await within(this.#end(), cleanUpMs);
      throw error;
    } finally {
      readerConnection.disconnect();
      await within(this.#queue.close(), cleanUpMs);
    }
  }

  async #work(log: LogReader, signal: AbortSignal): Promise<unknown[]> {
    this.#expectOwnership(await openFanout(this.#redis, this.names, this.#owner));
    for await (const entries of log.drain()) this.#ledger.apply(entries);
    if (!this.#ledger.isComplete) await this.#queue.clearEnded(this.#shards);
    this.#nextReconcileMs = Date.now() + this.#reconcileEveryMs;

    while (!this.#ledger.isComplete && !signal.aborted) {
      await this.#topUp();
      const entries = await log.read(blockMs);
      this.#ledger.apply(entries);
      if (this.#ledger.hasFailed) await this.#fail(log);
      await this.#takeFromTheDead();
      if (Date.now() >= this.#nextReconcileMs) await this.#reconcile(log);
      await this.#report(false);
      if (entries.length > 0 && !this.#ledger.isComplete) await pause(gatherMs);
    }
    this.#expectOwnership(await keepFanout(this.#redis, this.names, this.#owner));
    await this.#report(true);
    return this.#ledger.resultsInOrder();
  }

  async #topUp(): Promise<void> {
    const nowMs = Date.now();
    this.#speed.observe(this.#ledger.doneShards, nowMs);
    const window = enqueueWindow(this.#speed.perSecond(), this.#activeJobs);
    const jobs = this.#ledger.takeToEnqueue(window, addChunkSize, nowMs);
    if (jobs.length > 0) await this.#queue.add(jobs, this.#maxCrashes);
  }

  /** Whoever waits for the shards looks after them: workers that have none ask nobody. */
  async #takeFromTheDead(): Promise<void> {
    if (Date.now() < this.#nextStalledMs) return;
    this.#nextStalledMs = Date.now() + stalledCheckMs;
    await this.#queue.takeFromTheDead();
  }

  /** Adds again each shard that has neither a result nor a live job. */
  async #reconcile(log: LogReader): Promise<void> {
    this.#expectOwnership(await keepFanout(this.#redis, this.names, this.#owner));
    const nowMs = Date.now();
    const states = await this.#queue.inspect(this.#ledger.unseenSince(nowMs - this.#reconcileEveryMs / 2));
    // A worker logs its outcome before its job ends, so what was missing above shows here if it had an outcome.
    for await (const entries of log.drain()) this.#ledger.apply(entries);
    const lost: ShardJob[] = [];
    for (const [shard, state] of states) {
      this.#ledger.sawLive(shard, nowMs);
      const job = state === 'live' ? undefined : this.#ledger.lostJob(shard);
      if (job !== undefined) lost.push(job);
    }
    if (lost.length > 0 && !this.#ledger.hasFailed) {
      await this.#queue.clearEnded(lost.map((job) => job.shard));
      await this.#queue.add(lost, this.#maxCrashes);
    }
    this.#nextReconcileMs = Date.now() + this.#reconcileEveryMs;
  }

  async #report(isLast: boolean): Promise<void> {
    const nowMs = Date.now();
    if (!isLast && nowMs < this.#nextProgressMs) return;
    this.#nextProgressMs = nowMs + this.#progressEveryMs;
    if (!isLast) this.#activeJobs = await this.#queue.activeCount();
    const partial = isLast ? {} : await this.#redis.hgetall(this.names.progressKey);
    const partialRows = new Map(
      Object.entries(partial).map(([shard, rows]) => [Number(shard), Number(rows)]),
    );
    const doneRows = this.#ledger.doneRows(partialRows);
    this.#rowSpeed.observe(doneRows, nowMs);
    const { doneShardMap } = this.#ledger;
    this.options.onProgress?.({
      kind: 'fanout',
      doneShards: this.#ledger.doneShards,
      totalShards: this.#ledger.totalShards,
      doneRows,
      totalRows: this.#ledger.totalRows,
      rowsPerSecond: Math.max(0, this.#rowSpeed.perSecond()),
      ...(doneShardMap === undefined ? {} : { doneShardMap }),
    });
  }

  async #fail(log: LogReader): Promise<never> {
    await pause(otherFailuresMs);
    for await (const entries of log.drain()) this.#ledger.apply(entries);
    throw this.#ledger.failure() ?? new EspalierError('fanout.shard-failed', `${this.names.group} failed.`);
  }

  /** Tells workers and clears jobs away; another coordinator's fan-out stays as it is. */
  async #end(): Promise<void> {
    const isMine = await closeFanout(this.#redis, this.names, this.#owner);
    if (isMine) await this.#queue.clear(this.#shards);
  }

  #expectOwnership(ownership: 'open' | 'superseded'): void {
    if (ownership === 'open') return;
    throw new EspalierError(
      'fanout.superseded',
      `Attempt ${this.names.attempt} of ${this.names.group} was taken over by a newer call.`,
      { details: { fanout: this.names.group, attempt: this.names.attempt } },
    );
  }
}
