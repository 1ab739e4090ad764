/**
 * What the input pipeline did when: the material of a trace.
 * Leaves drawing it to whoever asked for the spans.
 */

export interface FeedSpan {
  /**
   * `order` works out which rows the step trains on, `gather` copies them out of the shards (and reads what of them is not
   * in memory), `full` waits for the consumer to release a batch, `starved` is the consumer's waiting for one.
   */
  readonly name: 'order' | 'gather' | 'full' | 'starved';
  readonly step: number;
  /** Milliseconds since 1970, with fractions: comparable across threads. */
  readonly startMs: number;
  readonly endMs: number;
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
