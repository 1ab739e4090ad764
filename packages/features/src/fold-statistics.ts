/**
 * Responsible for the fold over the shards that are learnt from: vocabularies, ranges, and what makes training impossible.
 * Leaves to others: measuring shards (shard-statistics.ts), the splits' sizes (check-splits.ts), applying the schema (matrix-query.ts).
 */
import {
  type CategoricalColumnSchema,
  EspalierError,
  type FeatureColumn,
  type FeatureSchema,
  type NumericColumnSchema,
  type TaskOfKind,
} from '@espalier/domain';
import { CategoryCounts, type FrequentValues } from './category-counts.js';
import type { LabelCounts } from './label-kinds/label-kind.js';
import { labelKindOf } from './label-kinds/registry.js';
import { MomentsSum } from './moments.js';
import type { NumericStatistics, ShardCounts, ShardStatistics } from './shard-statistics.js';

export interface FoldOptions {
  readonly features: readonly FeatureColumn[];
  /** In the spec's order. */
  readonly tasks: readonly TaskOfKind[];
  /** Values with fewer training rows share the code "other". */
  readonly minCount: number;
  readonly seed: number;
}

/** Training rows that the code "other" should have, for its trees' splits to mean something. */
const otherRows = 400;
const leastOtherShare = 0.002;
const mostOtherShare = 0.02;

export interface FoldedStatistics {
  readonly schema: FeatureSchema;
  /**
   * Of each categorical column, the share of its values (NULL is none) that have no code of their own; columns without any are
   * left out.
   */
  readonly rareShares: Readonly<Record<string, number>>;
}

/**
 * Folds the statistics of the rows that are learnt from (splits `train` and `encoder`), in the order of their indices whatever order they come in.
 * @throws EspalierError `features.empty-split` without rows, `features.one-class-label` naming task and class.
 */
export function foldStatistics(statistics: readonly ShardStatistics[], options: FoldOptions): FeatureSchema {
  const fold = new StatisticsFold(options);
  for (const shard of [...statistics].sort((a, b) => a.shard - b.shard)) fold.add(shard);
  return fold.end(fold.categories.frequent(options.minCount)).schema;
}

/** As `foldStatistics`, of shards in the order of their indices, one at a time. */
export class StatisticsFold {
  readonly categories = new CategoryCounts();
  readonly #options: FoldOptions;
  readonly #numbers = new Map<string, NumbersFold>();
  readonly #nulls = new Map<string, number>();
  readonly #positives = new Map<string, number>();
  #rows = 0;
  #latest = 0;

  constructor(options: FoldOptions) {
    this.#options = options;
    for (const { kind, name } of options.features) {
      if (kind === 'numeric') this.#numbers.set(name, new NumbersFold());
      else this.categories.addColumn(name);
    }
  }

  add({ shard, split, rows, numeric, categorical, positives }: ShardStatistics): void {
    if (split !== 'train' && split !== 'encoder') {
      throw new Error('The fold takes statistics of rows that are learnt from only.');
    }
    if (shard < this.#latest) throw new RangeError(`shard ${shard} came after shard ${this.#latest}`);
    this.#latest = shard;
    this.#rows += rows;
    for (const [name, numbers] of this.#numbers) {
      const part = numeric[name];
      if (part !== undefined) numbers.add(part);
    }
    for (const name of this.categories.columns) {
      const part = categorical[name];
      if (part === undefined) continue;
      this.#nulls.set(name, (this.#nulls.get(name) ?? 0) + part.nulls);
      this.categories.add(name, part.counts);
    }
    for (const [task, count] of Object.entries(positives)) {
      this.#positives.set(task, (this.#positives.get(task) ?? 0) + count);
    }
  }

  /** @param found of each categorical column; as `foldStatistics` throws */
  end(found: ReadonlyMap<string, FrequentValues>): FoldedStatistics {
    const rows = this.#rows;
    if (rows === 0) throw new EspalierError('features.empty-split', 'No row is left to train on.');
    const rareShares = new Map<string, number>();
    const columns = this.#options.features.map((feature) => {
      const numbers = this.#numbers.get(feature.name);
      if (numbers !== undefined) return numbers.end(feature);
      const values = found.get(feature.name) ?? { values: [], rows: 0 };
      const rare = values.rows - frequentRows(values);
      if (rare > 0) rareShares.set(feature.name, rare / values.rows);
      return foldCategories(feature, values, this.#nulls.get(feature.name) ?? 0, rows);
    });
    return {
      schema: {
        columns,
        tasks: foldLabels(this.#positives, this.#options.tasks, rows),
        seed: this.#options.seed,
      },
      rareShares: Object.fromEntries(rareShares),
    };
  }
}

/**
 * Checks that a cluster column groups held-out rows at all.
 * @throws EspalierError `features.no-clusters` when it is NULL for each of them.
 */
export function checkClusters(statistics: readonly ShardCounts[], column: string | null): void {
  if (column === null) return;
  const clustered = statistics.reduce((sum, shard) => sum + (shard.clusteredRows ?? 0), 0);
  if (clustered > 0) return;
  const rows = statistics.reduce((sum, shard) => sum + shard.rows, 0);
  throw new EspalierError(
    'features.no-clusters',
    `evaluation.cluster: ${column} is NULL for all ${rows} held-out rows.`,
    { details: { path: 'evaluation.cluster', column, rows } },
  );
}

export function positivesOf(shards: readonly ShardCounts[], task: string): number {
  return shards.reduce((sum, shard) => sum + (shard.positives[task] ?? 0), 0);
}

function foldLabels(
  positivesOfTasks: ReadonlyMap<string, number>,
  tasks: readonly TaskOfKind[],
  rows: number,
): FeatureSchema['tasks'] {
  const folded = tasks.map(({ name }) => ({ name, rows, positives: positivesOfTasks.get(name) ?? 0 }));
  const oneClass = tasks.flatMap((task, index) => {
    const constant = labelKindOf(task).constantAs(folded[index] as LabelCounts);
    return constant === null ? [] : [{ task: task.name, class: constant }];
  });
  if (oneClass.length > 0) {
    const said = oneClass.map((each) => `of task ${each.task} is ${each.class}`).join(', and ');
    throw new EspalierError('features.one-class-label', `The label ${said} for all ${rows} training rows.`, {
      details: { rows, tasks: oneClass },
    });
  }
  return folded;
}

/** Of one numeric column. */
class NumbersFold {
  readonly #moments = new MomentsSum();
  #nulls = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(part: NumericStatistics): void {
    this.#moments.add(part);
    this.#nulls += part.nulls;
    if (part.count === 0) return;
    this.#min = Math.min(this.#min, part.min);
    this.#max = Math.max(this.#max, part.max);
  }

  end(feature: FeatureColumn): NumericColumnSchema {
    const { count, mean, m2 } = this.#moments;
    const deviation = count > 0 ? Math.sqrt(m2 / count) : 0;
    const constant = !(this.#max > this.#min) || deviation === 0;
    return {
      kind: 'numeric',
      name: feature.name,
      sql: feature.sql,
      ...(feature.reference === undefined ? {} : { reference: feature.reference }),
      ...(feature.timeKind === undefined ? {} : { timeKind: feature.timeKind }),
      ...(feature.joined === undefined ? {} : { joined: feature.joined }),
      mean,
      standardDeviation: constant ? 1 : deviation,
      min: count > 0 ? this.#min : 0,
      max: count > 0 ? this.#max : 0,
      nulls: this.#nulls,
    };
  }
}

function frequentRows({ values }: FrequentValues): number {
  return values.reduce((sum, [, times]) => sum + times, 0);
}

function foldCategories(
  feature: FeatureColumn,
  found: FrequentValues,
  nulls: number,
  rows: number,
): CategoricalColumnSchema {
  const rareShare = (rows - nulls - frequentRows(found)) / rows;
  const wantedShare = Math.min(mostOtherShare, Math.max(leastOtherShare, otherRows / rows));
  return {
    kind: 'categorical',
    name: feature.name,
    sql: feature.sql,
    values: found.values.map(([value]) => value),
    otherFraction: Math.max(0, wantedShare - rareShare),
    ...(feature.joined === undefined ? {} : { joined: feature.joined }),
    nulls,
  };
}
