/**
 * Responsible for how runs of a list stand, in so little that a page of them fits into one answer: each run is asked once in two seconds whoever looks,
 * and what does not answer in time is told as it was.
 * Leaves to others: all of one run (run-detail.ts), what a standing is called (whoever looks).
 */
import type { EspalierClient, RunGlance, RunListing } from '@espalier/client';
import { mapBounded } from '@espalier/store';
import { LRUCache } from 'lru-cache';

/** Of a page; those that go on come first. */
export const mostGlanced = 200;

const kept = 1_000;
const freshMs = 2_000;
const askedAtOnce = 16;
/** A list must not wait for an orchestrator that is away. */
const patienceMs = 1_000;

interface Known {
  readonly glance: RunGlance;
  readonly atMs: number;
}

export class RunGlances {
  readonly #client: Pick<EspalierClient, 'glance'>;
  readonly #known = new LRUCache<string, Known>({ max: kept });
  readonly #asking = new Map<string, Promise<void>>();

  constructor(client: Pick<EspalierClient, 'glance'>) {
    this.#client = client;
  }

  /** By ID, of those runs that go on or have failed; none of a run that nobody has told anything of yet. */
  async of(runs: readonly Pick<RunListing, 'runId' | 'status'>[]): Promise<ReadonlyMap<string, RunGlance>> {
    const wanted = runs
      .filter(({ status }) => status === 'running' || status === 'failed')
      .slice(0, mostGlanced);
    const due = wanted.filter((run) => this.#isDue(run));
    const asked = mapBounded(due, askedAtOnce, ({ runId }) => this.#ask(runId));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([asked, late]);
    clearTimeout(timer);
    return new Map(
      wanted.flatMap(({ runId, status }) => {
        const glance = this.#known.get(runId)?.glance;
        // One that has ended since says of its end when it is asked next.
        return glance === undefined || glance.status !== status ? [] : [[runId, glance]];
      }),
    );
  }

  /** One that has ended changes no more. */
  #isDue({ runId, status }: Pick<RunListing, 'runId' | 'status'>): boolean {
    const known = this.#known.get(runId);
    if (known === undefined || known.glance.status !== status) return true;
    return status === 'running' && Date.now() - known.atMs >= freshMs;
  }

  /** Once, whoever asks meanwhile. Of one that can't be asked what was known stays. */
  #ask(runId: string): Promise<void> {
    const asking = this.#asking.get(runId);
    if (asking !== undefined) return asking;
    const asked = this.#client
      .glance(runId)
      .then((glance) => void this.#known.set(runId, { glance, atMs: Date.now() }))
      .catch(() => undefined)
      .finally(() => this.#asking.delete(runId));
    this.#asking.set(runId, asked);
    return asked;
  }
}
