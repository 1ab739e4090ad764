/**
 * Responsible for one feature shard's statistics, measured on the Parquet that was written.
 * Leaves to others: folding them over shards (fold-statistics.ts).
 */
import {
  EspalierError,
  type FeatureColumn,
  type SourceShard,
  type SplitName,
  type TaskOfKind,
} from '@espalier/domain';
import type { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { refuseInfiniteValues, refuseNullLabels, sourceNameOf } from './refused-values.js';
import { foldColumn, isClusteredSql, labelColumn } from './shard-columns.js';
import { quoteName } from './sql-text.js';

export interface NumericStatistics {
  /** Values other than NULL and NaN. */
  readonly count: number;
  readonly nulls: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean; mergeable by Chan's formula. */
  readonly m2: number;
  /** 0 where `count` is 0, as `max`. */
  readonly min: number;
  readonly max: number;
}

interface CategoricalStatistics {
  readonly nulls: number;
  /** Every distinct value and its rows, in the order of the values' bytes. */
  readonly counts: readonly (readonly [value: string, rows: number])[];
}

/** How many rows of a split a shard has, and of which kinds. */
export interface ShardCounts {
  readonly shard: number;
  readonly split: SplitName;
  readonly rows: number;
  /** Rows for which a task's label is true. */
  readonly positives: Readonly<Record<string, number>>;
  /** Rows whose value in the cluster column is not NULL; absent where the shard carries no clusters. */
  readonly clusteredRows?: number;
  /** Of each part of cross-fitted rows, in order; absent where they are not. */
  readonly folds?: readonly RowCounts[];
}

/** Plain JSON: goes to S3 as it is. */
export interface ShardStatistics extends ShardCounts {
  readonly numeric: Readonly<Record<string, NumericStatistics>>;
  /** Of rows that are learnt from; vocabularies are made of no others. */
  readonly categorical: Readonly<Record<string, CategoricalStatistics>>;
}

export interface RowCounts {
  readonly rows: number;
  /** Rows for which a task's label is true. */
  readonly positives: Readonly<Record<string, number>>;
}

const mostCategories = 1_000_000;

export interface MeasuredShard {
  readonly path: string;
  /** What its rows are of: at most one slice of an object. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  readonly split: SplitName;
  /** True where the rows carry their cluster. */
  readonly clustered?: boolean;
  /** Parts that the rows are cross-fitted in; 0, the default, where they are not. */
  readonly folds?: number;
}

/**
 * Measures a feature shard.
 * @param database of one thread, which adds floats in one order: the same rows give the same bits
 * @throws EspalierError `features.null-label`, `features.infinite-value`, `features.too-many-categories`.
 */
export async function measureShard(
  database: Database,
  shard: MeasuredShard,
  features: readonly FeatureColumn[],
  labelled: readonly TaskOfKind[],
): Promise<ShardStatistics> {
  const tasks = labelled.map(({ name }) => name);
  await using file = await ExactFile.open(shard.path);
  const from = file.rowsSql();
  const numericNames = features.filter((f) => f.kind === 'numeric').map((f) => f.name);
  const folds = shard.folds ?? 0;
  const rowsOfShard = { database, from, slices: shard.slices };
  const measured = await measureColumns(database, from, { numericNames, tasks }, async (totals) => {
    const unlabelled = labelled.find((_, i) => (totals[`t${i}`] ?? 0) < (totals.rows ?? 0));
    if (unlabelled !== undefined) await refuseNullLabels(rowsOfShard, unlabelled);
    const infinite = numericNames.find((_, i) => (totals[`i${i}`] ?? 0) > 0);
    if (infinite !== undefined) await refuseInfiniteValues(rowsOfShard, infinite);
  });
  const rows = measured.rows ?? 0;
  const numeric = Object.fromEntries(
    numericNames.map((name, i) => {
      const count = measured[`c${i}`] ?? 0;
      const statistics: NumericStatistics = {
        count,
        nulls: rows - count,
        mean: measured[`m${i}`] ?? 0,
        m2: (measured[`v${i}`] ?? 0) * count,
        min: measured[`l${i}`] ?? 0,
        max: measured[`h${i}`] ?? 0,
      };
      return [name, statistics];
    }),
  );
  const positives = Object.fromEntries(tasks.map((task, i) => [task, measured[`p${i}`] ?? 0]));
  const categoricalNames = features.filter((f) => f.kind === 'categorical').map((f) => f.name);
  const taught = shard.split === 'train' || shard.split === 'encoder';
  const categorical = taught ? await countCategories(database, from, shard, categoricalNames) : {};
  const { split } = shard;
  const { index } = shard.slices[0];
  const ofFolds = folds > 0 ? { folds: await countFolds(database, from, folds, tasks) } : {};
  const statistics = { shard: index, split, rows, numeric, categorical, positives, ...ofFolds };
  if (!shard.clustered) return statistics;
  const { clusteredRows } = await database.row<{ clusteredRows: number }>(
    `SELECT count(*) FILTER (WHERE ${isClusteredSql})::DOUBLE AS "clusteredRows" FROM ${from}`,
  );
  return { ...statistics, clusteredRows };
}

/**
 * By task `t` labels that are not NULL and `p` positives, by number `c` count, `i` infinite ones, `l` lowest, `h` highest,
 * `m` mean, `v` variance; each followed by its position.
 */
type Totals = Readonly<Record<string, number | null>>;

interface MeasuredColumns {
  readonly numericNames: readonly string[];
  readonly tasks: readonly string[];
}

/** All columns in one scan; `check` refuses what can't be measured. */
async function measureColumns(
  database: Database,
  from: string,
  { numericNames, tasks }: MeasuredColumns,
  check: (totals: Totals) => Promise<void>,
): Promise<Totals> {
  const labels = tasks.flatMap((task, i) => {
    const name = quoteName(labelColumn(task));
    return [`count(${name})::DOUBLE AS t${i}`, `coalesce(sum(${name}), 0)::DOUBLE AS p${i}`];
  });
  const ranges = numericNames.map((column, i) => {
    const name = quoteName(column);
    return `count(${name})::DOUBLE AS c${i}, min(${name})::DOUBLE AS l${i}, max(${name})::DOUBLE AS h${i}`;
  });
  const infinities = numericNames.map(
    (column, i) => `count(*) FILTER (WHERE isinf(${quoteName(column)}))::DOUBLE AS i${i}`,
  );
  const moments = numericNames.map((column, i) => {
    const name = quoteName(column);
    return `avg(${name}::DOUBLE) AS m${i}, var_pop(${name}::DOUBLE) AS v${i}`;
  });
  const measure = (columns: readonly string[]) =>
    database.row<Totals>(`SELECT count(*)::DOUBLE AS "rows", ${columns.join(', ')} FROM ${from}`);
  try {
    const totals = await measure([...labels, ...ranges, ...moments]);
    await check(totals);
    if (Object.values(totals).every((value) => value === null || Number.isFinite(value))) return totals;
    throw new RangeError('a statistic is infinite');
  } catch (error) {
    // DuckDB has no variance of an infinite value as a rule, and does not name the column; counting them costs a tenth more.
    if (!(error instanceof EspalierError)) await check(await measure([...labels, ...infinities]));
    throw error;
  }
}

/** All columns in one query: opening the file once for each took longer than counting. */
async function countCategories(
  database: Database,
  from: string,
  shard: MeasuredShard,
  names: readonly string[],
): Promise<Record<string, CategoricalStatistics>> {
  if (names.length === 0) return {};
  const counts = names.map((column, position) => {
    const name = quoteName(column);
    const groups = `SELECT ${name} AS v, count(*)::DOUBLE AS n FROM ${from} GROUP BY 1 LIMIT ${mostCategories + 2}`;
    return `SELECT ${position} AS k, v, n FROM (${groups})`;
  });
  const found = await database.rows<{ k: number; v: string | null; n: number }>(
    `${counts.join(' UNION ALL ')} ORDER BY k, v`,
  );
  const statistics = names.map(() => ({ nulls: 0, counts: [] as [value: string, rows: number][] }));
  for (const { k, v, n } of found) {
    const column = statistics[k];
    if (column === undefined) continue;
    if (v === null) column.nulls = n;
    else column.counts.push([v, n]);
  }
  for (const [position, column] of names.entries()) {
    if ((statistics[position]?.counts.length ?? 0) <= mostCategories) continue;
    const source = sourceNameOf(shard.slices);
    throw new EspalierError(
      'features.too-many-categories',
      `The categorical feature ${column} has over ${mostCategories} distinct values in ${source}; exclude it, or derive a coarser one.`,
      { details: { feature: column, shard: shard.slices[0].index, source } },
    );
  }
  return Object.fromEntries(
    names.map((name, position) => [name, statistics[position] ?? { nulls: 0, counts: [] }]),
  );
}

/** In a query of its own: as conditions beside the columns' figures, a fold takes as long as a column. */
async function countFolds(
  database: Database,
  from: string,
  folds: number,
  tasks: readonly string[],
): Promise<RowCounts[]> {
  const sums = tasks.map((task, i) => `, coalesce(sum(${quoteName(labelColumn(task))}), 0)::DOUBLE AS p${i}`);
  const found = await database.rows<Totals>(
    `SELECT ${foldColumn}::DOUBLE AS fold, count(*)::DOUBLE AS "rows"${sums.join('')} FROM ${from} GROUP BY 1`,
  );
  const byFold = new Map(found.map((counts) => [counts.fold, counts]));
  return Array.from({ length: folds }, (_, fold) => {
    const counts = byFold.get(fold) ?? {};
    const positives = Object.fromEntries(tasks.map((task, i) => [task, counts[`p${i}`] ?? 0]));
    return { rows: counts.rows ?? 0, positives };
  });
}
