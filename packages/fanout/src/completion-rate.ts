/**
 * How fast something grows, over the last seconds. Pure: the caller gives the time.
 * Leaves what the rate is used for to callers.
 */

/** Rate of a total that only grows, over a sliding window. */
export class CompletionRate {
  readonly #samples: { readonly atMs: number; readonly total: number }[] = [];

  constructor(private readonly windowMs: number) {}

  observe(total: number, atMs: number): void {
    this.#samples.push({ atMs, total });
    const keepFromMs = atMs - this.windowMs;
    while ((this.#samples[1]?.atMs ?? Number.POSITIVE_INFINITY) <= keepFromMs) this.#samples.shift();
  }

  /** Per second; 0 until there are two observations at different times. */
  perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.total - first.total) * 1_000) / (last.atMs - first.atMs);
  }
}
