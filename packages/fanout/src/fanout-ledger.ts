/**
 * The account of one fan-out in memory: what is done, what failed, what to enqueue next. Pure: no I/O, no clock.
 * Leaves reading the log and adding jobs to `run-fanout`.
 */
import { EspalierError } from '@espalier/domain';
import type { LogEntry } from './fanout-log.js';
import type { ShardJob } from './shard-job.js';
import { ShardMap } from './shard-map.js';

export class FanoutLedger {
  readonly #jobs = new Map<number, ShardJob>();
  readonly #results = new Map<number, unknown>();
  readonly #failures = new Map<number, EspalierError>();
  /** Shards that no job was added for yet, last one first. */
  readonly #unqueued: number[];
  /** Shards with a job and without a result, and when the job was last known to be there. */
  readonly #inFlight = new Map<number, number>();
  readonly #map: ShardMap;
  #doneRows = 0;
  #totalRows = 0;

  constructor(jobs: readonly ShardJob[]) {
    for (const job of jobs) {
      this.#jobs.set(job.shard, job);
      this.#totalRows += job.rows;
    }
    this.#unqueued = [...this.#jobs.keys()].sort((a, b) => b - a);
    this.#map = new ShardMap([...this.#unqueued].reverse());
  }

  /** Takes in what the log says: the first result of a shard counts, and failures only since the last opening. */
  apply(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      switch (entry.type) {
        case 'open':
          this.#failures.clear();
          break;
        case 'result':
          this.#take(entry.shard, entry.result);
          break;
        case 'failure':
          if (this.#jobs.has(entry.shard)) {
            this.#failures.set(entry.shard, EspalierError.deserialize(entry.error));
          }
          break;
        default:
          entry satisfies never;
      }
    }
  }

  #take(shard: number, result: unknown): void {
    const job = this.#jobs.get(shard);
    if (job === undefined || this.#results.has(shard)) return;
    this.#results.set(shard, result);
    this.#inFlight.delete(shard);
    this.#map.mark(shard);
    this.#doneRows += job.rows;
  }

  /** Up to `limit` jobs to add now, so that no more than `window` are in flight. */
  takeToEnqueue(window: number, limit: number, nowMs: number): ShardJob[] {
    const taken: ShardJob[] = [];
    while (taken.length < limit && this.#inFlight.size < window) {
      const shard = this.#unqueued.pop();
      if (shard === undefined) break;
      const job = this.#jobs.get(shard);
      if (job === undefined || this.#results.has(shard)) continue;
      this.#inFlight.set(shard, nowMs);
      taken.push(job);
    }
    return taken;
  }

  /** Shards in flight whose job was last seen before `beforeMs`. */
  unseenSince(beforeMs: number): number[] {
    return [...this.#inFlight].filter(([, seenMs]) => seenMs < beforeMs).map(([shard]) => shard);
  }

  sawLive(shard: number, nowMs: number): void {
    if (this.#inFlight.has(shard)) this.#inFlight.set(shard, nowMs);
  }

  /** The job of a shard that has neither a result nor, as the caller found, a live job. */
  lostJob(shard: number): ShardJob | undefined {
    return this.#inFlight.has(shard) ? this.#jobs.get(shard) : undefined;
  }

  get isComplete(): boolean {
    return this.#results.size === this.#jobs.size;
  }

  get doneShards(): number {
    return this.#results.size;
  }

  get totalShards(): number {
    return this.#jobs.size;
  }

  /** Undefined of more shards than are mapped. */
  get doneShardMap(): string | undefined {
    return this.#map.text;
  }

  get totalRows(): number {
    return this.#totalRows;
  }

  /** Rows of shards with a result, and of the others what `partialRows` (shard to rows) says. */
  doneRows(partialRows: ReadonlyMap<number, number> = new Map()): number {
    let rows = this.#doneRows;
    for (const [shard, partial] of partialRows) {
      const job = this.#jobs.get(shard);
      if (job !== undefined && !this.#results.has(shard)) rows += Math.min(partial, job.rows);
    }
    return rows;
  }

  /** Results in shard order; only when complete. */
  resultsInOrder(): unknown[] {
    return [...this.#results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
  }

  get hasFailed(): boolean {
    return this.#failures.size > 0;
  }

  /** The earliest failed shard's error, with the other failures under `details.otherFailures`. */
  failure(): EspalierError | null {
    const [first, ...others] = [...this.#failures.entries()].sort(([a], [b]) => a - b);
    if (first === undefined) return null;
    const [shard, error] = first;
    return new EspalierError(error.code, error.message, {
      cause: error,
      details: {
        ...error.details,
        shard,
        otherFailures: others.map(([other, { code, message }]) => ({ shard: other, code, message })),
      },
    });
  }
}
