/**
 * Responsible for all that is known of one run. Of runs that have ended it is kept in memory: it changes no more. Requests for one run at one
 * time, as a comparison makes them, share one reading.
 */
import type { EspalierClient, RunDetail } from '@espalier/client';
import { LRUCache } from 'lru-cache';

const kept = 100;
/** An orchestrator that was away may be back to tell what stages tried. */
const keptUntoldMs = 60_000;

export class RunDetails {
  readonly #client: EspalierClient;
  readonly #forgetUntoldMs: number;
  readonly #ended = new LRUCache<string, RunDetail>({ max: kept });
  readonly #reading = new Map<string, Promise<RunDetail>>();

  constructor(client: EspalierClient, forgetUntoldMs = keptUntoldMs) {
    this.#client = client;
    this.#forgetUntoldMs = forgetUntoldMs;
  }

  /** @throws EspalierError `workflow.run-not-found` */
  async read(runId: string): Promise<RunDetail> {
    return this.#ended.get(runId) ?? this.#reading.get(runId) ?? this.#begin(runId);
  }

  #begin(runId: string): Promise<RunDetail> {
    const reading = this.#readAnew(runId).finally(() => this.#reading.delete(runId));
    this.#reading.set(runId, reading);
    return reading;
  }

  async #readAnew(runId: string): Promise<RunDetail> {
    const detail = await this.#client.detail(runId);
    if (detail.report !== null)
      this.#ended.set(runId, detail, hasAllToldOf(detail) ? {} : { ttl: this.#forgetUntoldMs });
    return detail;
  }
}

function hasAllToldOf({ progress }: RunDetail): boolean {
  return progress.stages.every(
    ({ status, attempts }) => attempts !== undefined || (status !== 'cancelled' && status !== 'failed'),
  );
}
