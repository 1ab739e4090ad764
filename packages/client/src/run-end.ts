/**
 * Responsible for hearing of a run's end as it comes: Temporal answers who waits for its last event only then, so that looks at the run need not be many.
 * Leaves to others: how it ended (run-progress.ts).
 */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

const lastEventAlone =
  proto.temporal.api.enums.v1.HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT;

/** Of one run, for one who waits. To be disposed, which takes the question back. */
export class RunEnd implements Disposable {
  #question: AbortController | null = null;
  #isHeard = false;
  #isUntold = false;
  #isLeft = false;
  #wake: () => void = () => undefined;

  /** @param signal wakes who waits, too */
  constructor(
    private readonly temporal: Client,
    private readonly runId: string,
    private readonly signal?: AbortSignal,
  ) {
    signal?.addEventListener('abort', this.#onAbort);
    void this.#ask();
  }

  /** Until the run ends, and so long at most. The end is told once: whoever looks then, and does not see it, waits as before. */
  async within(ms: number): Promise<void> {
    // Where Temporal could not say it may by now.
    if (this.#question === null && !this.#isHeard) void this.#ask();
    if (!this.#isUntold && !this.signal?.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isUntold = false;
  }

  [Symbol.dispose](): void {
    this.#isLeft = true;
    this.signal?.removeEventListener('abort', this.#onAbort);
    this.#question?.abort();
  }

  /** Asks until there is an answer, or none to be had. Temporal answers after some seconds that there is none yet. */
  async #ask(): Promise<void> {
    const { connection, workflowService, options } = this.temporal;
    let nextPageToken: Uint8Array | null | undefined;
    try {
      while (!this.#isLeft && !this.#isHeard) {
        // One for each: a call stays with the signal that it was made with.
        this.#question = new AbortController();
        const answer = await connection.withAbortSignal(this.#question.signal, () =>
          workflowService.getWorkflowExecutionHistory({
            namespace: options.namespace,
            execution: { workflowId: this.runId },
            historyEventFilterType: lastEventAlone,
            skipArchival: true,
            waitNewEvent: true,
            nextPageToken: nextPageToken ?? null,
          }),
        );
        nextPageToken = answer.nextPageToken;
        this.#isHeard = (answer.history?.events ?? []).length > 0;
      }
    } catch {
      // The next look tells what there is to tell, and whoever waits then asks again.
    } finally {
      this.#question = null;
    }
    if (!this.#isHeard) return;
    this.#isUntold = true;
    this.#wake();
  }

  readonly #onAbort = () => this.#wake();
}
