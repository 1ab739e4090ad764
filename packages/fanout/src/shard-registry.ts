/**
 * What one worker process has in hand: its running shards, and which fan-outs still want results.
 * Leaves the handling of shards to `shard-worker`; keeps itself true by asking Redis twice a second while there is anything to know.
 */
import type { Redis } from 'ioredis';
import { areOpen } from './fanout-state.js';
import type { FanoutNames } from './shard-job.js';
import { pause } from './waiting.js';

/** How late a running handler learns of a cancellation, at most. */
const watchEveryMs = 400;
/** A fan-out without running shards is asked about anew after this. */
const forgetAfterMs = 3_000;
const progressTtlMs = 3_600_000;

/** One shard that this process works on. */
export interface RunningShard {
  readonly names: FanoutNames;
  readonly shard: number;
  readonly controller: AbortController;
  doneRows: number;
  loggedRows: number;
}

interface KnownFanout {
  isOpen: boolean;
  usedMs: number;
}

export class ShardRegistry {
  readonly #running = new Set<RunningShard>();
  readonly #known = new Map<string, KnownFanout>();
  readonly #stopped = new AbortController();
  readonly #watching: Promise<void>;
  #startWatching: () => void = () => undefined;

  constructor(
    private readonly redis: Redis,
    private readonly onWatchError: (error: unknown) => void,
  ) {
    this.#watching = this.#watch();
  }

  /** Whether anyone still waits for shards of this fan-out; at most `watchEveryMs` old. */
  async isOpen(names: FanoutNames): Promise<boolean> {
    let known = this.#known.get(names.stateKey);
    if (known === undefined) {
      const [isOpen = false] = await areOpen(this.redis, [names.stateKey]);
      known = { isOpen, usedMs: 0 };
      this.#known.set(names.stateKey, known);
      this.#startWatching();
    }
    known.usedMs = Date.now();
    return known.isOpen;
  }

  begin(names: FanoutNames, shard: number): RunningShard {
    const running = { names, shard, controller: new AbortController(), doneRows: 0, loggedRows: 0 };
    this.#running.add(running);
    return running;
  }

  async end(running: RunningShard): Promise<void> {
    this.#running.delete(running);
    if (running.loggedRows > 0) await this.redis.hdel(running.names.progressKey, String(running.shard));
  }

  /** Aborts every running shard, for the end of the process. */
  abortAll(reason: Error): void {
    for (const running of this.#running) running.controller.abort(reason);
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    this.#startWatching();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      if (this.#known.size === 0) await new Promise<void>((resolve) => (this.#startWatching = resolve));
      await pause(watchEveryMs, this.#stopped.signal);
      try {
        await this.#refreshStates();
        await this.#logRows();
      } catch (error) {
        if (!this.#stopped.signal.aborted) this.onWatchError(error);
      }
    }
  }

  async #refreshStates(): Promise<void> {
    const inUse = new Set([...this.#running].map((running) => running.names.stateKey));
    for (const [stateKey, known] of this.#known) {
      if (!inUse.has(stateKey) && known.usedMs < Date.now() - forgetAfterMs) this.#known.delete(stateKey);
    }
    const stateKeys = [...this.#known.keys()];
    const states = await areOpen(this.redis, stateKeys);
    stateKeys.forEach((stateKey, i) => {
      const known = this.#known.get(stateKey);
      if (known !== undefined) known.isOpen = states[i] ?? false;
    });
    for (const running of this.#running) {
      const known = this.#known.get(running.names.stateKey);
      if (known?.isOpen === false)
        running.controller.abort(new Error('nobody waits for this shard any more'));
    }
  }

  async #logRows(): Promise<void> {
    for (const running of this.#running) {
      if (running.doneRows === running.loggedRows) continue;
      running.loggedRows = running.doneRows;
      await this.redis
        .multi()
        .hset(running.names.progressKey, String(running.shard), running.doneRows)
        .pexpire(running.names.progressKey, progressTtlMs)
        .exec();
    }
  }
}
