/** Responsible for all that is known of one run. Of runs that have ended it is kept in memory: it changes no more. */
import type { EspalierClient, RunSnapshot } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { LRUCache } from 'lru-cache';

export interface RunDetail extends RunSnapshot {
  /** Null while the run goes on. */
  readonly report: RunReport | null;
}

const kept = 100;

export class RunDetails {
  readonly #client: EspalierClient;
  readonly #ended = new LRUCache<string, RunDetail>({ max: kept });

  constructor(client: EspalierClient) {
    this.#client = client;
  }

  /** @throws EspalierError `workflow.run-not-found` */
  async read(runId: string): Promise<RunDetail> {
    const known = this.#ended.get(runId);
    if (known !== undefined) return known;
    const { progress, activities } = await this.#client.progress(runId);
    if (progress.status === 'running') return { progress, activities, report: null };
    const detail = { progress, activities, report: await this.#client.report(runId) };
    this.#ended.set(runId, detail);
    return detail;
  }
}
