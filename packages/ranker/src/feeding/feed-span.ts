/**
 * What the input pipeline did when: the material of a trace.
 * Leaves drawing it to whoever asked for the spans.
 */

export interface FeedSpan {
  /**
   * `order` works out which rows the step trains on, `prefetch` asks the system to read them, `gather` copies them out of the shards (and reads what of them is not
   * in memory), `full` waits for the consumer to release a batch, `starved` is the consumer's waiting for one.
   */
  readonly name: 'order' | 'prefetch' | 'gather' | 'full' | 'starved';
  readonly step: number;
  /** Milliseconds since 1970, with fractions: comparable across threads. */
  readonly startMs: number;
  readonly endMs: number;
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** The spans of one thread, in the order in which they ended. */
export class FeedTrace {
  #spans: FeedSpan[] = [];

  time<T>(name: FeedSpan['name'], step: number, work: () => T): T {
    const startMs = nowMs();
    const result = work();
    this.#spans.push({ name, step, startMs, endMs: nowMs() });
    return result;
  }

  /** Those since the last call. */
  take(): readonly FeedSpan[] {
    const spans = this.#spans;
    this.#spans = [];
    return spans;
  }
}
