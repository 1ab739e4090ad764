/**
 * The batches of a training, assembled by a thread of their own while the step runs.
 * Leaves which rows a step trains on to `batch-plan.ts`, and bringing the shards to a local disk to the caller.
 */
import { type BatchPlan, planBatches } from '../data/batch-plan.js';
import type { RowLayout } from '../data/row-layout.js';
import type { TrainBatch } from '../training/train-step.js';
import { slotArrays } from './batch-ring.js';
import { type FeedSpan, nowMs } from './feed-span.js';
import type { FeederThreadData } from './feeder-messages.js';
import { type OpenedRing, RunningThread } from './running-thread.js';

export interface BatchFeederOptions {
  /**
   * Arrow IPC files on a local disk, all training rows in the same order on every rank. They are mapped, not read: together
   * they may be larger than memory. They must not change while the feeder is open.
   */
  readonly shardPaths: readonly string[];
  readonly layout: RowLayout;
  /** Fixes the order of the rows, with the epoch. */
  readonly seed: number;
  /** Rows of a global batch, over all ranks. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Default: 0 of 1. */
  readonly rank?: number;
  readonly worldSize?: number;
  /** The first step to feed: a resumed training's next. Default: 0. */
  readonly firstStep?: number;
  /** Batches that lie ready at most. Default: 4. */
  readonly ringSize?: number;
  /**
   * Has the rows of the next batches read by themselves, many at once, instead of leaving it to the system to read ahead in
   * each file. Without it, shards that memory does not hold take a disk access a row; with it, those that memory holds take
   * a system call a row. Default: true where the shards are larger than a quarter of the memory.
   */
  readonly prefetchRows?: boolean;
  /** Ends the feeder, and rejects with its reason whatever waits for it. */
  readonly signal?: AbortSignal;
  /** Keeps `spans`, whose memory grows with the steps. Default: false. */
  readonly recordSpans?: boolean;
}

/** A batch whose arrays lie in memory shared with the feeder's thread, each aligned to 64 bytes. */
export interface FedBatch extends TrainBatch {
  readonly epoch: number;
  /** Gives the arrays back for another batch; call it once the step has run, and use them no more. */
  release(): void;
}

/** This rank's batches of one training, in step order. */
export interface BatchSource {
  /** Training rows over all shards. */
  readonly rows: number;
  readonly stepsPerEpoch: number;
  /** Steps of the whole training, from step 0. */
  readonly totalSteps: number;
  /** The step that `next` gives next. */
  readonly nextStep: number;
  /** The batch of the next step; one call at a time. @throws RangeError after the last step */
  next(): Promise<FedBatch>;
}

export interface BatchFeeder extends BatchSource, AsyncDisposable {
  /** Milliseconds that calls of `next` have waited for a batch so far. */
  readonly waitedMs: number;
  /** What happened when, if `recordSpans` was set: in each thread's order, complete after `close`. */
  readonly spans: readonly FeedSpan[];
  /**
   * With `ringSize` batches held, a call waits for one to be released.
   * @throws RangeError after the last step; EspalierError `trainer.feeder-failed` when the thread has ended
   */
  next(): Promise<FedBatch>;
  /** Ends the thread and unmaps the shards; at any time, more than once. A `next` that waits is rejected. */
  close(): Promise<void>;
}

/**
 * Opens the shards, and returns when the first batches are under way.
 * @throws EspalierError `trainer.invalid-shard` naming every shard that can't be used and why, `trainer.feeder-failed` when
 *   one can't be opened; the signal's reason when aborted
 */
export async function openBatchFeeder(options: BatchFeederOptions): Promise<BatchFeeder> {
  const { signal, ...given } = options;
  signal?.throwIfAborted();
  const feed = { ...defaults, ...given };
  const thread = new RunningThread(feed, signal);
  return new ThreadedFeeder(thread, await thread.opened, feed);
}

const defaults = {
  rank: 0,
  worldSize: 1,
  firstStep: 0,
  ringSize: 4,
  prefetchRows: undefined,
  recordSpans: false,
};

class ThreadedFeeder implements BatchFeeder {
  readonly rows: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly #thread: RunningThread;
  readonly #opened: OpenedRing;
  readonly #feed: FeederThreadData;
  readonly #plan: BatchPlan;
  #nextStep: number;
  #waitedMs = 0;

  constructor(thread: RunningThread, opened: OpenedRing, feed: FeederThreadData) {
    this.#thread = thread;
    this.#opened = opened;
    this.#feed = feed;
    this.#plan = planBatches(opened.rows, feed.batchSize, feed.seed);
    this.#nextStep = feed.firstStep;
    this.rows = opened.rows;
    this.stepsPerEpoch = this.#plan.stepsPerEpoch;
    this.totalSteps = this.#plan.stepsPerEpoch * feed.epochs;
  }

  get nextStep(): number {
    return this.#nextStep;
  }

  get waitedMs(): number {
    return this.#waitedMs;
  }

  get spans(): readonly FeedSpan[] {
    return this.#thread.spans;
  }

  async next(): Promise<FedBatch> {
    const step = this.#nextStep;
    if (step >= this.totalSteps)
      throw new RangeError(`There is no step ${step}: the training has ${this.totalSteps}.`);
    const { ring, reader } = this.#opened;
    const slot = step % ring.slots;
    if (!reader.tryTake(slot)) await this.#waitFor(slot, step);
    this.#nextStep++;
    const { rank, worldSize } = this.#feed;
    const { partRows, ...place } = this.#plan.part(step, rank, worldSize);
    let held = true;
    const release = () => {
      if (held) reader.release(slot);
      held = false;
    };
    return { step, ...place, rows: partRows, columns: slotArrays(ring, slot, partRows), release };
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #waitFor(slot: number, step: number): Promise<void> {
    const startMs = nowMs();
    const taken = await this.#thread.keepingAlive(() => this.#opened.reader.take(slot));
    const endMs = nowMs();
    this.#waitedMs += endMs - startMs;
    if (this.#feed.recordSpans) this.#thread.spans.push({ name: 'starved', step, startMs, endMs });
    if (!taken) throw this.#thread.failure;
  }
}
