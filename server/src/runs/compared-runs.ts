/**
 * Responsible for what a comparison asks of many runs at once: how each ended, its pipeline and its figures. Of runs that have ended it is kept
 * in memory: it changes no more. Leaves to others: all of one run (run-detail.ts), what differs (whoever looks).
 */
import type { EspalierClient, RunDetail } from '@espalier/client';
import { mapBounded, type Store } from '@espalier/store';
import { LRUCache } from 'lru-cache';

export interface ComparedRun {
  readonly runId: string;
  readonly status: RunDetail['progress']['status'];
  /** Null where nobody keeps it. */
  readonly spec: object | null;
  /** By task; none while it goes on. */
  readonly metrics: NonNullable<RunDetail['report']>['metrics'];
}

const kept = 500;
const askedAtOnce = 8;

export class ComparedRuns {
  readonly #client: Pick<EspalierClient, 'detail'>;
  readonly #store: Pick<Store, 'getJson'>;
  readonly #ended = new LRUCache<string, ComparedRun>({ max: kept });

  constructor(client: Pick<EspalierClient, 'detail'>, store: Pick<Store, 'getJson'>) {
    this.#client = client;
    this.#store = store;
  }

  /** In their order. @throws EspalierError `workflow.run-not-found` of the first that nobody knows */
  read(runIds: readonly string[]): Promise<ComparedRun[]> {
    return mapBounded(runIds, askedAtOnce, async (runId) => this.#ended.get(runId) ?? this.#readAnew(runId));
  }

  async #readAnew(runId: string): Promise<ComparedRun> {
    const [{ progress, report }, recorded] = await Promise.all([
      this.#client.detail(runId),
      this.#store.getJson(`runs/${runId}/spec.json`),
    ]);
    const { spec = null } = (recorded?.value ?? {}) as { spec?: object };
    const run = { runId, status: progress.status, spec, metrics: report?.metrics ?? {} };
    if (report !== null) this.#ended.set(runId, run);
    return run;
  }
}
