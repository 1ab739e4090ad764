/** Responsible for retries of runs: starting one, and telling those of a run. Leaves to others: whether one may be (triggers). */
import type { RetriedAs } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { type RetryAsk, type RunStarter, readRetries, retryRun, type SubmittedRun } from '@espalier/triggers';

export class RetryClient {
  /** @param requireRun rejects for what is no run */
  constructor(
    private readonly access: { readonly starter: RunStarter; readonly store: Store },
    private readonly requireRun: (runId: string) => Promise<unknown>,
  ) {}

  /**
   * Starts a run with what an earlier one was started with, some of it changed, and makes it anew from a stage on. The stages before that are of
   * the very rows that the earlier run planned: taken from the cache, or made anew from a source that has not changed.
   * @throws EspalierError `workflow.run-not-found`, and as `retryRun` of triggers
   */
  async start(runId: string, ask: RetryAsk): Promise<SubmittedRun> {
    await this.requireRun(runId);
    return retryRun(this.access, runId, ask);
  }

  /** The latest hundred of a run, the oldest first. */
  of(runId: string): Promise<readonly RetriedAs[]> {
    return readRetries(this.access.store, runId);
  }
}
