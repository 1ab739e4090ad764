/**
 * Responsible for looking, for as long as a rank loads code, whether that is still what its host began with.
 * Leaves to others: what the code is (stages/loaded-code.ts), and ending the rank (run-rank.ts).
 */
export class CodeWatch {
  readonly #replaced = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #isOver = false;

  /** @param check throws where it is not */
  constructor(private readonly check: () => Promise<void>) {}

  /** Aborts with what the check threw. */
  get replaced(): AbortSignal {
    return this.#replaced.signal;
  }

  /** Looks once more, unless it is over; resolves when it is known. */
  look(): Promise<void> {
    if (this.#isOver) return this.#looking;
    this.#looking = this.check().catch((error: unknown) => this.#replaced.abort(error));
    return this.#looking;
  }

  /** The rank has loaded all that it ever will: what is built anew from now on is not for it. */
  end(): void {
    void this.look();
    this.#isOver = true;
  }
}
