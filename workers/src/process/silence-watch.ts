/** Responsible for whether a process may be taken for hung: it neither says anything, nor computes, nor waits for a disk. Leaves to others: what becomes of it. */
import { cpuTicks, isStopped, waitsForDisk } from './process-activity.js';

/** A stopped process does nothing by itself again, so it gets less patience than a silent one. */
const stoppedMs = 3_000;
/** Whoever looks no oftener was away itself, and has not heard yet what was said meanwhile. */
const awayMs = 2_000;

export interface Quiet {
  readonly ms: number;
  readonly stopped: boolean;
}

export class SilenceWatch {
  #lastSignMs = Date.now();
  #lastLookMs = Date.now();
  #lastTicks = 0;

  constructor(
    private readonly pid: number,
    private readonly silenceMs: number,
  ) {}

  sign(nowMs: number): void {
    this.#lastSignMs = nowMs;
  }

  /** Null while the process may go on. To be called at least once a second. */
  look(nowMs: number): Quiet | null {
    if (nowMs - this.#lastLookMs > awayMs) this.sign(nowMs);
    this.#lastLookMs = nowMs;
    const ticks = cpuTicks(this.pid);
    const stopped = isStopped(this.pid);
    if ((ticks !== null && ticks !== this.#lastTicks) || (!stopped && waitsForDisk(this.pid)))
      this.sign(nowMs);
    this.#lastTicks = ticks ?? this.#lastTicks;
    const ms = nowMs - this.#lastSignMs;
    return ms < (stopped ? stoppedMs : this.silenceMs) ? null : { ms, stopped };
  }
}
