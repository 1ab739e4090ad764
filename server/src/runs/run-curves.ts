/**
 * Responsible for the learning curves that a run's log tells: of one that goes on they are kept, so that each look reads what was written since
 * the last, once for all who ask at one time; of one that has ended they are read when they are asked for.
 * Leaves to others: curves that a run has kept itself (run-detail-routes.ts), thinning them.
 */
import { type Curve, GrowingCurves, measuredCurves } from '@espalier/client/logs';
import { LRUCache } from 'lru-cache';
import type { RunLogs } from './run-logs.js';

const keptRuns = 100;
/** Of all runs: some 30 MB. A run of more is read anew each time. */
const mostPoints = 500_000;

export class RunCurves {
  readonly #kept: LRUCache<string, GrowingCurves>;
  readonly #reading = new Map<string, Promise<readonly Curve[]>>();

  /**
   * @param folder where the logs lie that `logs` reads
   * @param keptPoints of all runs together
   */
  constructor(
    private readonly folder: string,
    private readonly logs: RunLogs,
    keptPoints = mostPoints,
  ) {
    this.#kept = new LRUCache({
      max: keptRuns,
      maxSize: keptPoints,
      sizeCalculation: ({ pointCount }) => Math.max(1, pointCount),
    });
  }

  /** Kept, of all runs. */
  get pointCount(): number {
    return this.#kept.calculatedSize;
  }

  /** @param endedAtMs of a run that has ended, where somebody knows */
  async ofEnded(runId: string, endedAtMs: number | undefined): Promise<readonly Curve[]> {
    this.#kept.delete(runId);
    return measuredCurves(await this.logs.read(runId, endedAtMs));
  }

  ofGoing(runId: string): Promise<readonly Curve[]> {
    const reading =
      this.#reading.get(runId) ?? this.#readOn(runId).finally(() => this.#reading.delete(runId));
    this.#reading.set(runId, reading);
    return reading;
  }

  async #readOn(runId: string): Promise<readonly Curve[]> {
    const growing = this.#kept.get(runId) ?? new GrowingCurves(this.folder, runId);
    // Put back by the size that it has then; not at all where it could not be read.
    this.#kept.delete(runId);
    const curves = await growing.read();
    this.#kept.set(runId, growing);
    return curves;
  }
}
