/**
 * Responsible for hearing of a run's end as it comes: Temporal answers who asks for a result only then, so that looks at the run need not be many.
 * Leaves to others: how it ended (run-progress.ts).
 */
import { type Client, WorkflowFailedError } from '@temporalio/client';

/** Of one run, for one who waits. To be disposed, which takes the question back. */
export class RunEnd implements Disposable {
  readonly #asking = new AbortController();
  #isUnheard = false;
  #wake: () => void = () => undefined;

  /** @param signal wakes who waits, too */
  constructor(
    { connection, workflow }: Client,
    runId: string,
    private readonly signal?: AbortSignal,
  ) {
    const ended = () => {
      this.#isUnheard = true;
      this.#wake();
    };
    signal?.addEventListener('abort', this.#onAbort);
    connection
      .withAbortSignal(this.#asking.signal, () => workflow.getHandle(runId).result())
      .then(ended, (error: unknown) => {
        // Where Temporal can't say, the next look will tell.
        if (error instanceof WorkflowFailedError) ended();
      });
  }

  /** Until the run ends, and so long at most. The end is told once: whoever looks then, and does not see it, waits as before. */
  async within(ms: number): Promise<void> {
    if (!this.#isUnheard && !this.signal?.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isUnheard = false;
  }

  [Symbol.dispose](): void {
    this.signal?.removeEventListener('abort', this.#onAbort);
    this.#asking.abort();
  }

  readonly #onAbort = () => this.#wake();
}
