/**
 * Responsible for the rows that figures are of, and for each model's scores of them, with what is worked out of these once.
 * Leaves to others: the figures themselves.
 */
import { type ClassBalance, classBalance } from './class-balance.js';
import { type Column, columnOf } from './columns/column.js';
import { inMemory, type Workspace } from './columns/workspace.js';
import { type Placements, placementsOf } from './placements.js';
import type { ClusterColumn, RowClusters } from './row-clusters.js';
import { type DistinctScores, freeDistinct, freeRuns, type RankedScores, rankScores } from './sorted-runs.js';

export interface RowsOptions {
  readonly clusters?: ClusterColumn | null;
  /** Where what is larger than memory may lie. Default in memory. */
  readonly workspace?: Workspace;
  /** Rows that are sorted in memory at once. Default 524,288; the figures are the same for any number. */
  readonly rowsOfRun?: number;
}

export class MeasuredRows {
  readonly clusters: ClusterColumn | null;
  readonly workspace: Workspace;
  #balance: ClassBalance | null = null;
  readonly #rowsOfRun: number | undefined;

  /** @param labels one for each row; what they may be is said by the task's kind */
  constructor(
    readonly labels: Column,
    { clusters = null, workspace = inMemory, rowsOfRun }: RowsOptions = {},
  ) {
    this.clusters = clusters;
    this.workspace = workspace;
    this.#rowsOfRun = rowsOfRun;
  }

  static inMemory(labels: ArrayLike<number>, clusters: RowClusters | null): MeasuredRows {
    const ofClusters = clusters && { ofRows: columnOf(clusters.ofRows), count: clusters.count };
    // All of them are there already: one run spares the merge.
    return new MeasuredRows(columnOf(labels), { clusters: ofClusters, rowsOfRun: labels.length });
  }

  /** Of labels that are 0 or 1. */
  get balance(): ClassBalance {
    this.#balance ??= classBalance(this.labels);
    return this.#balance;
  }

  get count(): number {
    return this.labels.length;
  }

  /** @param predictions a model's, one for each row: of a binary task the probability of 1, in [0, 1] */
  scoredBy(predictions: Column): ScoredModel {
    return new ScoredModel(this, predictions, this.#rowsOfRun);
  }
}

/** A model's predictions of the rows. They are sorted once, when they are first asked for what needs it. */
export class ScoredModel {
  /** Until the rows have their placements. */
  #ranked: RankedScores | null = null;
  #distinct: DistinctScores | null = null;
  #placements: Placements | null = null;

  constructor(
    private readonly rows: MeasuredRows,
    readonly predictions: Column,
    private readonly rowsOfRun: number | undefined,
  ) {
    if (predictions.length === rows.count) return;
    throw new RangeError(`${rows.count} labels but ${predictions.length} predictions.`);
  }

  /** Of rows of both classes. */
  get placements(): Placements {
    if (this.#placements !== null) return this.#placements;
    const { labels, workspace } = this.rows;
    const ranked = this.#ranked ?? this.#sort();
    this.#placements = placementsOf(labels, this.predictions, ranked, workspace);
    freeRuns(ranked);
    this.#ranked = null;
    return this.#placements;
  }

  /** Its distinct scores, rising, with how many rows of each class have them. */
  get distinct(): DistinctScores {
    return this.#distinct ?? this.#sort().all;
  }

  /** Gives back the room that all of this takes. */
  free(): void {
    if (this.#ranked !== null) freeRuns(this.#ranked);
    if (this.#distinct !== null) freeDistinct(this.#distinct);
    this.#placements?.ofRows.free();
    this.#ranked = null;
    this.#distinct = null;
    this.#placements = null;
  }

  #sort(): RankedScores {
    const { labels, workspace } = this.rows;
    const ranked = rankScores(labels, this.predictions, { workspace, rowsOfRun: this.rowsOfRun });
    this.#ranked = ranked;
    this.#distinct = ranked.all;
    return ranked;
  }
}
