/** Responsible for how far each of an encoder's forests has come, on whichever lane. */
import type { FitCheckpoint } from '@espalier/xgboost';
import type { FitProgress, FittedForest } from './encoder-fit.js';
import type { PlannedForest } from './encoder-plan.js';

export class ForestsSoFar {
  readonly #planned: readonly PlannedForest[];
  /** As of their segments' ends. */
  readonly #saved = new Map<PlannedForest, FittedForest>();
  /** Of those that are being fitted. */
  readonly #rounds = new Map<PlannedForest, number>();
  readonly #startedMs = Date.now();
  #boostedRows = 0;

  /** @param from what is there already */
  constructor(planned: readonly PlannedForest[], from: readonly FittedForest[]) {
    this.#planned = planned;
    for (const forest of planned) {
      const before = from.find(({ task, fold }) => task === forest.task && fold === forest.fold);
      if (before !== undefined) this.#saved.set(forest, before);
    }
  }

  of(forest: PlannedForest): FittedForest | undefined {
    return this.#saved.get(forest);
  }

  isFinished(forest: PlannedForest): boolean {
    return this.of(forest)?.rounds === forest.rounds;
  }

  /** Whether all are. */
  isWhole(): boolean {
    return this.#planned.every((forest) => this.isFinished(forest));
  }

  /** A round of the forest is done, over so many rows. */
  boosted(forest: PlannedForest, round: number, rows: number): FitProgress {
    this.#rounds.set(forest, round);
    this.#boostedRows += rows;
    return {
      doneSteps: this.#planned.reduce((sum, each) => sum + this.#roundsOf(each), 0),
      totalSteps: this.#planned.reduce((sum, each) => sum + each.rounds, 0),
      rowsPerSecond: (this.#boostedRows * 1000) / Math.max(1, Date.now() - this.#startedMs),
      forests: this.#planned.filter((each) => this.#rounds.has(each)),
    };
  }

  save(forest: PlannedForest, { bytes, rounds }: FitCheckpoint): void {
    const { task, fold } = forest;
    this.#saved.set(forest, { task, fold, bytes, rounds });
    if (rounds === forest.rounds) this.#rounds.delete(forest);
  }

  /** Those that have a segment's end behind them, in the plan's order. */
  saved(): FittedForest[] {
    return this.#planned.flatMap((forest) => this.#saved.get(forest) ?? []);
  }

  #roundsOf(forest: PlannedForest): number {
    return this.#rounds.get(forest) ?? this.of(forest)?.rounds ?? 0;
  }
}
