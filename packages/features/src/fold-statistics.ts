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
} from '@espalier/domain';
import { mergeMoments } from './moments.js';
import type { CategoricalStatistics, NumericStatistics, ShardStatistics } from './shard-statistics.js';

export interface FoldOptions {
  readonly features: readonly FeatureColumn[];
  /** Names of the tasks, in the spec's order. */
  readonly tasks: readonly string[];
  /** Values with fewer training rows share the code "other". */
  readonly minCount: number;
  readonly seed: number;
}

/** Training rows that the code "other" should have, for its trees' splits to mean something. */
const otherRows = 400;
const leastOtherShare = 0.002;
const mostOtherShare = 0.02;

/**
 * Folds the statistics of the rows that are learnt from (splits `train` and `encoder`), in the order of their indices whatever order they come in.
 * @throws EspalierError `features.empty-split` without rows, `features.one-class-label` naming task and class.
 */
export function foldStatistics(statistics: readonly ShardStatistics[], options: FoldOptions): FeatureSchema {
  const shards = [...statistics].sort((a, b) => a.shard - b.shard);
  if (shards.some(({ split }) => split !== 'train' && split !== 'encoder')) {
    throw new Error('The fold takes statistics of rows that are learnt from only.');
  }
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  if (rows === 0) throw new EspalierError('features.empty-split', 'No row is left to train on.');
  return {
    columns: options.features.map((feature) =>
      feature.kind === 'numeric'
        ? foldNumbers(feature, shards.map((shard) => shard.numeric[feature.name]).filter(isPresent))
        : foldCategories(
            feature,
            shards.map((shard) => shard.categorical[feature.name]).filter(isPresent),
            options.minCount,
            rows,
          ),
    ),
    tasks: foldLabels(shards, options.tasks, rows),
    seed: options.seed,
  };
}

/** Of each categorical column, the share of its values (NULL is none) that have no code of their own; columns without any are left out. */
export function rareShares(
  statistics: readonly ShardStatistics[],
  schema: FeatureSchema,
): Readonly<Record<string, number>> {
  const shares = schema.columns.flatMap((column): [string, number][] => {
    if (column.kind !== 'categorical') return [];
    const coded = new Set(column.values);
    let [rows, rare] = [0, 0];
    for (const shard of statistics) {
      for (const [value, times] of shard.categorical[column.name]?.counts ?? []) {
        rows += times;
        if (!coded.has(value)) rare += times;
      }
    }
    return rare > 0 ? [[column.name, rare / rows]] : [];
  });
  return Object.fromEntries(shares);
}

/**
 * Checks that a cluster column groups held-out rows at all.
 * @throws EspalierError `features.no-clusters` when it is NULL for each of them.
 */
export function checkClusters(statistics: readonly ShardStatistics[], column: string | null): void {
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

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

export function positivesOf(shards: readonly ShardStatistics[], task: string): number {
  return shards.reduce((sum, shard) => sum + (shard.positives[task] ?? 0), 0);
}

function foldLabels(
  shards: readonly ShardStatistics[],
  tasks: readonly string[],
  rows: number,
): FeatureSchema['tasks'] {
  const folded = tasks.map((name) => ({ name, rows, positives: positivesOf(shards, name) }));
  const oneClass = folded.filter(({ positives }) => positives === 0 || positives === rows);
  if (oneClass.length > 0) {
    const said = oneClass.map(({ name, positives }) => `of task ${name} is ${positives > 0}`).join(', and ');
    throw new EspalierError('features.one-class-label', `The label ${said} for all ${rows} training rows.`, {
      details: { rows, tasks: oneClass.map(({ name, positives }) => ({ task: name, class: positives > 0 })) },
    });
  }
  return folded;
}

function foldNumbers(feature: FeatureColumn, parts: readonly NumericStatistics[]): NumericColumnSchema {
  const { count, mean, m2 } = mergeMoments(parts);
  const nulls = parts.reduce((sum, part) => sum + part.nulls, 0);
  const present = parts.filter((part) => part.count > 0);
  const min = present.reduce((least, part) => Math.min(least, part.min), Number.POSITIVE_INFINITY);
  const max = present.reduce((most, part) => Math.max(most, part.max), Number.NEGATIVE_INFINITY);
  const deviation = count > 0 ? Math.sqrt(m2 / count) : 0;
  const constant = !(max > min) || deviation === 0;
  return {
    kind: 'numeric',
    name: feature.name,
    sql: feature.sql,
    ...(feature.reference === undefined ? {} : { reference: feature.reference }),
    ...(feature.timeKind === undefined ? {} : { timeKind: feature.timeKind }),
    mean,
    standardDeviation: constant ? 1 : deviation,
    min: count > 0 ? min : 0,
    max: count > 0 ? max : 0,
    nulls,
  };
}

function foldCategories(
  feature: FeatureColumn,
  parts: readonly CategoricalStatistics[],
  minCount: number,
  rows: number,
): CategoricalColumnSchema {
  const counts = new Map<string, number>();
  let nulls = 0;
  for (const part of parts) {
    nulls += part.nulls;
    for (const [value, times] of part.counts) counts.set(value, (counts.get(value) ?? 0) + times);
  }
  const frequent = [...counts].filter(([, times]) => times >= minCount);
  frequent.sort(([a, x], [b, y]) => y - x || Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const frequentRows = frequent.reduce((sum, [, times]) => sum + times, 0);
  const rareShare = (rows - nulls - frequentRows) / rows;
  const wantedShare = Math.min(mostOtherShare, Math.max(leastOtherShare, otherRows / rows));
  return {
    kind: 'categorical',
    name: feature.name,
    sql: feature.sql,
    values: frequent.map(([value]) => value),
    otherFraction: Math.max(0, wantedShare - rareShare),
    nulls,
  };
}
