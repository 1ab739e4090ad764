/**
 * Responsible for one feature shard's statistics, measured on the Parquet that was written.
 * Leaves to others: folding them over shards (fold-statistics.ts).
 */
import { EspalierError, type FeatureColumn, type SplitName } from '@espalier/domain';
import type { Database } from './database.js';
import { labelColumn } from './shard-columns.js';
import { quoteName, quoteText } from './sql-text.js';

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

export interface CategoricalStatistics {
  readonly nulls: number;
  /** Every distinct value and its rows, in the order of the values' bytes. */
  readonly counts: readonly (readonly [value: string, rows: number])[];
}

/** Plain JSON: goes to S3 as it is. */
export interface ShardStatistics {
  readonly shard: number;
  readonly split: SplitName;
  readonly rows: number;
  readonly numeric: Readonly<Record<string, NumericStatistics>>;
  readonly categorical: Readonly<Record<string, CategoricalStatistics>>;
  /** Rows for which a task's label is true. */
  readonly positives: Readonly<Record<string, number>>;
}

const mostCategories = 1_000_000;

export interface MeasuredShard {
  readonly path: string;
  readonly shard: number;
  readonly split: SplitName;
  /** What errors call the source of these rows. */
  readonly sourceName: string;
}

/**
 * Measures a feature shard. One thread adds the floats, so that the same rows give the same bits.
 * @throws EspalierError `features.null-label`, `features.infinite-value`, `features.too-many-categories`.
 */
export async function measureShard(
  database: Database,
  shard: MeasuredShard,
  features: readonly FeatureColumn[],
  tasks: readonly string[],
): Promise<ShardStatistics> {
  await database.run('SET threads = 1');
  const from = `read_parquet(${quoteText(shard.path)})`;
  const { rows, positives } = await measureLabels(database, from, shard, tasks);
  const numericNames = features.filter((f) => f.kind === 'numeric').map((f) => f.name);
  const numeric = await measureNumbers(database, from, shard, numericNames, rows);
  const categoricalNames = features.filter((f) => f.kind === 'categorical').map((f) => f.name);
  const categorical = await countCategories(database, from, shard, categoricalNames);
  return { shard: shard.shard, split: shard.split, rows, numeric, categorical, positives };
}

async function measureLabels(
  database: Database,
  from: string,
  shard: MeasuredShard,
  tasks: readonly string[],
): Promise<{ rows: number; positives: Record<string, number> }> {
  const columns = tasks.flatMap((task, i) => {
    const name = quoteName(labelColumn(task));
    return [`count(${name})::DOUBLE AS c${i}`, `coalesce(sum(${name}), 0)::DOUBLE AS p${i}`];
  });
  const found = await database.row<Record<string, number>>(
    `SELECT count(*)::DOUBLE AS "rows", ${columns.join(', ')} FROM ${from}`,
  );
  const rows = found.rows ?? 0;
  const positives: Record<string, number> = {};
  for (const [i, task] of tasks.entries()) {
    const nulls = rows - (found[`c${i}`] ?? 0);
    if (nulls > 0) {
      throw new EspalierError(
        'features.null-label',
        `The label of task ${task} is NULL for ${nulls} of ${rows} rows of ${shard.sourceName}; write COALESCE(${'<label>'}, false) if those rows are negative.`,
        { details: { task, nulls, rows, shard: shard.shard, source: shard.sourceName } },
      );
    }
    positives[task] = found[`p${i}`] ?? 0;
  }
  return { rows, positives };
}

async function measureNumbers(
  database: Database,
  from: string,
  shard: MeasuredShard,
  names: readonly string[],
  rows: number,
): Promise<Record<string, NumericStatistics>> {
  if (names.length === 0) return {};
  const ranges = names.map((column, i) => {
    const name = quoteName(column);
    return `count(${name})::DOUBLE AS c${i}, min(${name})::DOUBLE AS l${i}, max(${name})::DOUBLE AS h${i}`;
  });
  const range = await database.row<Record<string, number | null>>(`SELECT ${ranges.join(', ')} FROM ${from}`);
  for (const [i, name] of names.entries()) {
    const bound = [range[`l${i}`], range[`h${i}`]].find((value) => value != null && !Number.isFinite(value));
    if (bound === undefined) continue;
    throw new EspalierError(
      'features.infinite-value',
      `The feature ${name} is infinite for some rows of ${shard.sourceName}.`,
      { details: { feature: name, shard: shard.shard, source: shard.sourceName } },
    );
  }
  const moments = names.map((column, i) => {
    const name = quoteName(column);
    return `avg(${name}::DOUBLE) AS m${i}, var_pop(${name}::DOUBLE) AS v${i}`;
  });
  const moment = await database.row<Record<string, number | null>>(
    `SELECT ${moments.join(', ')} FROM ${from}`,
  );
  const statistics = names.map((name, i): [string, NumericStatistics] => {
    const count = range[`c${i}`] ?? 0;
    return [
      name,
      {
        count,
        nulls: rows - count,
        mean: moment[`m${i}`] ?? 0,
        m2: (moment[`v${i}`] ?? 0) * count,
        min: range[`l${i}`] ?? 0,
        max: range[`h${i}`] ?? 0,
      },
    ];
  });
  return Object.fromEntries(statistics);
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
    throw new EspalierError(
      'features.too-many-categories',
      `The categorical feature ${column} has over ${mostCategories} distinct values in ${shard.sourceName}; exclude it, or derive a coarser one.`,
      { details: { feature: column, shard: shard.shard, source: shard.sourceName } },
    );
  }
  return Object.fromEntries(
    names.map((name, position) => [name, statistics[position] ?? { nulls: 0, counts: [] }]),
  );
}
