/**
 * Responsible for writing down what this process is at, so that whoever finds it dead can say what it was at.
 * Leaves to others: reading it (the stack's supervisor). Not for going on with the work: that is Temporal's to know.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '@espalier/settings';
import type { Logger } from './logger.js';

export interface RankInHand {
  readonly runId: string;
  /** The stage's instance. */
  readonly stage: string;
  readonly rank: number;
  readonly attempt: number;
  /** Null until it has started. */
  readonly rankPid: number | null;
}

export class WorkInHand {
  readonly #path: string | null;
  readonly #logger: Logger;
  #ranks: readonly RankInHand[] = [];

  /** Forgets what an earlier incarnation left. */
  constructor(settings: Settings, logger: Logger) {
    const { homeDir, processName } = settings;
    this.#path = processName === null ? null : join(homeDir, 'run', `${processName}.work.json`);
    this.#logger = logger;
    this.#write();
  }

  /** Replaces what was written of the same rank. */
  add(rank: RankInHand): void {
    this.#ranks = [...this.#without(rank), rank];
    this.#write();
  }

  remove(rank: Pick<RankInHand, 'runId' | 'stage' | 'rank'>): void {
    this.#ranks = this.#without(rank);
    this.#write();
  }

  #without({ runId, stage, rank }: Pick<RankInHand, 'runId' | 'stage' | 'rank'>): readonly RankInHand[] {
    return this.#ranks.filter((each) => each.runId !== runId || each.stage !== stage || each.rank !== rank);
  }

  /** A full disk must not keep a rank from its work. */
  #write(): void {
    if (this.#path === null) return;
    try {
      if (this.#ranks.length === 0) rmSync(this.#path, { force: true });
      else {
        mkdirSync(dirname(this.#path), { recursive: true });
        writeFileSync(this.#path, JSON.stringify(this.#ranks), { mode: 0o600 });
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'what this process is at could not be written down');
    }
  }
}
