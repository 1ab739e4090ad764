/**
 * Lets shards run side by side, but one that may have killed its worker runs alone in its process,
 * so that its crashes are not counted against its neighbours. Leaves what counts as a suspect to callers.
 */
export class SuspectGate {
  #running = 0;
  #suspectInside = false;
  #suspectsWaiting = 0;
  readonly #wakeUps = new Set<() => void>();

  /** Resolves when the shard may run, with what to call at its end. */
  async enter(isSuspect: boolean): Promise<() => void> {
    if (isSuspect) this.#suspectsWaiting += 1;
    while (!this.#mayEnter(isSuspect)) await new Promise<void>((resolve) => this.#wakeUps.add(resolve));
    if (isSuspect) {
      this.#suspectsWaiting -= 1;
      this.#suspectInside = true;
    }
    this.#running += 1;
    return () => {
      this.#running -= 1;
      if (isSuspect) this.#suspectInside = false;
      const wakeUps = [...this.#wakeUps];
      this.#wakeUps.clear();
      for (const wakeUp of wakeUps) wakeUp();
    };
  }

  #mayEnter(isSuspect: boolean): boolean {
    if (isSuspect) return this.#running === 0;
    return !this.#suspectInside && this.#suspectsWaiting === 0;
  }
}
