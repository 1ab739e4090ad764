/** Responsible for retries of runs: starting one, and telling those of a run. Leaves to others: whether one may be (triggers). */
import type { RetriedAs } from '@espalier/domain';
import type { Store } from '@espalier/store';
import {
  previewRetry,
  type RetryAsk,
  type RetryPreview,
  type RunStarter,
  readRetries,
  retryRun,
  type SubmittedRun,
} from '@espalier/triggers';

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

  /** What one would make anew and take over; starts nothing. @throws EspalierError as `start`, before it starts one */
  async preview(runId: string, ask: Pick<RetryAsk, 'from' | 'sets' | 'check'>): Promise<RetryPreview> {
    await this.requireRun(runId);
    return previewRetry(this.access.store, runId, ask);
  }

  /** The latest hundred of a run, the oldest first. */
  of(runId: string): Promise<readonly RetriedAs[]> {
    return readRetries(this.access.store, runId);
  }
}
