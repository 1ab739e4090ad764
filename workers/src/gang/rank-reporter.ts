/** Responsible for a rank's reports to its host: at most a few a second, the last one always. */
import type { RankProgress } from '@espalier/domain';
import type { RankInput } from '@espalier/workflows';
import type { RankReport } from './rank-messages.js';

const reportEveryMs = 250;

export type Advance = Pick<
  RankProgress,
  'doneSteps' | 'totalSteps' | 'rowsPerSecond' | 'losses' | 'measured' | 'phase'
>;

/** Sends to the host and waits until the pipe has taken it. */
export function sendReport(report: RankReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) throw new Error('a rank is started by its host');
    process.send(report, () => resolve());
  });
}

export class RankReporter {
  #lastMs = 0;
  #phase = '';

  constructor(private readonly input: RankInput) {}

  report(advance: Advance): void {
    const now = Date.now();
    if (now - this.#lastMs < reportEveryMs && advance.phase === this.#phase) return;
    this.#lastMs = now;
    this.#phase = advance.phase;
    const { rank, worldSize } = this.input;
    void sendReport({ kind: 'progress', progress: { kind: 'rank', rank, worldSize, ...advance } });
  }

  /** Work that is not counted in steps. */
  phase(phase: string): void {
    this.report({ doneSteps: 0, totalSteps: 0, rowsPerSecond: 0, losses: {}, phase });
  }
}
