/** Responsible for all that is known of one run. Of runs that have ended it is kept in memory: it changes no more. */
import type { EspalierClient, RunDetail } from '@espalier/client';
import { LRUCache } from 'lru-cache';

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
    const detail = await this.#client.detail(runId);
    if (detail.report !== null) this.#ended.set(runId, detail);
    return detail;
  }
}
