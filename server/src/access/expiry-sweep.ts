/** Responsible for removing what is kept of sign-ins once it is good for nothing. Leaves to others: what is good for how long. */
import type { Store } from '@espalier/store';

const pauseMs = 3_600_000;
/** Clocks of servers and of S3 differ. */
const graceMs = 600_000;

export class ExpirySweep {
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param prefix of the objects, each written anew while it is good
   * @param goodForMs after it was last written
   */
  constructor(
    private readonly store: Store,
    private readonly prefix: string,
    private readonly goodForMs: number,
  ) {}

  /** Once an hour at most, behind the back of whoever calls; what could not be removed is left for the next time. */
  whenDue(nowMs = Date.now()): void {
    if (nowMs - this.#sweptAtMs < pauseMs) return;
    this.#sweptAtMs = nowMs;
    this.sweep(nowMs).catch(() => undefined);
  }

  /** An object that is written anew meanwhile stays. */
  async sweep(nowMs: number): Promise<void> {
    const goneMs = nowMs - this.goodForMs - graceMs;
    for await (const { key, etag, lastModifiedMs } of this.store.walk(this.prefix)) {
      if (lastModifiedMs < goneMs) await this.store.deleteIfMatch(key, etag);
    }
  }
}
