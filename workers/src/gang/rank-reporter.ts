/** Responsible for a rank's reports to its host: at most a few a second, the last one always. */
import type { RankProgress } from '@espalier/domain';
import type { RankInput } from '@espalier/workflows';
import type { RankReport } from './rank-messages.js';

const reportEveryMs = 250;
const aliveEveryMs = 1_000;

export type Advance = Pick<
  RankProgress,
  'doneSteps' | 'totalSteps' | 'rowsPerSecond' | 'losses' | 'measured' | 'phase' | 'loaded'
>;

/** Sends to the host and waits until the pipe has taken it. */
export function sendReport(report: RankReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) throw new Error('a rank is started by its host');
    process.send(report, () => resolve());
  });
}

/** Of a core: a rank that waits, and says that it lives, uses far less. */
const computingShare = 0.1;

function processorMsOfProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export class RankReporter {
  #lastMs = 0;
  #phase = '';
  #measuredStep: number | undefined;

  #advancedMs = 0;

  constructor(
    private readonly input: Pick<RankInput, 'rank' | 'worldSize'>,
    private readonly send: (report: RankReport) => Promise<void> = sendReport,
    private readonly processorMs: () => number = processorMsOfProcess,
  ) {}

  report(advance: Advance): void {
    const now = Date.now();
    this.#advancedMs = now;
    const whole = advance.loaded !== undefined && advance.loaded.doneBytes === advance.loaded.totalBytes;
    // Each measurement is a point of the learning curve.
    const news = advance.phase !== this.#phase || advance.measured?.step !== this.#measuredStep || whole;
    if (now - this.#lastMs < reportEveryMs && !news) return;
    this.#lastMs = now;
    this.#phase = advance.phase;
    this.#measuredStep = advance.measured?.step;
    const { rank, worldSize } = this.input;
    void this.send({ kind: 'progress', progress: { kind: 'rank', rank, worldSize, ...advance } });
  }

  /**
   * Says that the rank lives while it waits for what has a limit of its own: S3, a disk, its peers. Not for steps: there a
   * rank that neither computes nor advances hangs.
   */
  async alive<T>(waiting: Promise<T>): Promise<T> {
    const timer = setInterval(() => void this.send({ kind: 'alive' }), aliveEveryMs);
    try {
      return await waiting;
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * Says that the rank lives while its event loop does, unless it has neither advanced nor computed for `patienceMs`: for native calls of which
   * nobody knows from here whether they wait for peers or hang. Within one step there may be many such waits.
   */
  async aliveWhileAdvancing<T>(work: Promise<T>, patienceMs: number): Promise<T> {
    this.#advancedMs = Date.now();
    let usedMs = this.processorMs();
    const timer = setInterval(() => {
      const before = usedMs;
      usedMs = this.processorMs();
      if (usedMs - before > computingShare * aliveEveryMs) this.#advancedMs = Date.now();
      if (Date.now() - this.#advancedMs < patienceMs) void this.send({ kind: 'alive' });
    }, aliveEveryMs);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  /** For the wait for peers that still load. */
  readonly waiting = (missing: readonly number[]): void => {
    this.phase(`waiting for rank ${missing.join(', ')} to load`);
  };

  /** Work that is not counted in steps. */
  phase(phase: string): void {
    this.report({ doneSteps: 0, totalSteps: 0, rowsPerSecond: 0, losses: {}, phase });
  }

  /** Counts what of its inputs the rank has fetched; call the result with the bytes of each part. */
  loading(totalBytes: number): (bytes: number) => void {
    let doneBytes = 0;
    return (bytes) => {
      doneBytes += bytes;
      const loaded = { doneBytes, totalBytes };
      this.report({ doneSteps: 0, totalSteps: 0, rowsPerSecond: 0, losses: {}, phase: 'loading', loaded });
    };
  }
}
