/**
 * Responsible for folding the statistics of any number of shards, in bounded memory.
 * Leaves to others: what is made of them (fold-statistics.ts), reading them.
 */
import { type FoldedStatistics, type FoldOptions, StatisticsFold } from './fold-statistics.js';
import type { ShardStatistics } from './shard-statistics.js';
import { SpilledCounts } from './spilled-counts.js';

export interface FoldLimits {
  /** Where DuckDB may spill. */
  readonly scratchDir: string;
  /** Distinct values of categorical columns that are in memory at once. Default a million, some 100 MB. */
  readonly mostValues?: number;
}

const defaultMostValues = 1_000_000;

/** Folds shards that come in the order of their indices. */
export class ShardsFold implements Disposable {
  readonly #fold: StatisticsFold;
  #spilled: SpilledCounts | null = null;

  constructor(
    private readonly options: FoldOptions,
    private readonly limits: FoldLimits,
  ) {
    this.#fold = new StatisticsFold(options);
  }

  /** @param statistics of rows that are learnt from */
  async add(statistics: ShardStatistics): Promise<void> {
    this.#fold.add(statistics);
    if (this.#fold.categories.size > (this.limits.mostValues ?? defaultMostValues)) await this.#spill();
  }

  /** @throws EspalierError `features.empty-split`, `features.one-class-label` */
  async end(): Promise<FoldedStatistics> {
    const { minCount } = this.options;
    if (this.#spilled === null) return this.#fold.end(this.#fold.categories.frequent(minCount));
    await this.#spill();
    return this.#fold.end(await this.#spilled.frequent(minCount));
  }

  async #spill(): Promise<void> {
    this.#spilled ??= await SpilledCounts.open(this.limits.scratchDir);
    await this.#spilled.take(this.#fold.categories);
  }

  [Symbol.dispose](): void {
    this.#spilled?.[Symbol.dispose]();
  }
}
