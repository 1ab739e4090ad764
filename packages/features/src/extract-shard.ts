/**
 * Responsible for one shard of extraction: its row groups in, a Parquet of features and labels for each split out.
 * Leaves to others: which shards there are (plan-source.ts), and where the files go (workers, store).
 */
import { rm } from 'node:fs/promises';
import {
  carriesCluster,
  type FeatureColumn,
  isSameName,
  nameKey,
  type PlanBody,
  type SourceShard,
  type SplitName,
  splitNames,
} from '@espalier/domain';
import { clusterColumn as clusterColumnOf, crossFitFolds, type PipelineSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { ExpressionBinder } from './bind-expression.js';
import { featureSql } from './column-kinds.js';
import { Database, resourceError } from './database.js';
import type { ExactFile } from './exact-file.js';
import { explainFailure, expressionRefused } from './extraction-failure.js';
import { hasColumn, objectRowsSql } from './object-rows.js';
import { readFooter, type SourceColumn } from './parquet-footer.js';
import { testedOnRows } from './row-filter.js';
import { hashPredicate } from './row-hash.js';
import { CollectedRows, CopiedRows, type ScannedRows } from './scanned-rows.js';
import {
  clusterColumn,
  clusterSql,
  foldColumn,
  foldSql,
  labelColumn,
  rowColumn,
  rowIdentitySql,
} from './shard-columns.js';
import { measureShard, type ShardStatistics } from './shard-statistics.js';
import { type WantedChunks, withSourceObject } from './source-bytes.js';
import { sourceChanged } from './source-change.js';
import { findPlannedObject } from './source-identity.js';
import { isS3Version } from './source-object.js';
import { splitPredicates } from './split-rows.js';
import { operand, quoteName } from './sql-text.js';
import { requireFileAt } from './unchanged-file.js';

export interface ExtractOptions {
  /** The shard's slices, of one source and with the same columns. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  readonly plan: Pick<PlanBody, 'features' | 'columns' | 'splitRules'>;
  readonly spec: Pick<PipelineSpec, 'tasks' | 'seed' | 'source' | 'evaluation' | 'encoder' | 'model'>;
  /** Needed when the shard lies in S3. */
  readonly store: Store | null;
  /** The same for all shards of a process: DuckDB, kept from one to the next, spills there. */
  readonly scratchDir: string;
  /** Where a split's Parquet is written, if it has rows. */
  readonly outPath: (split: SplitName) => string;
  /** DuckDB's threads; default 1, since shards are the unit of parallel work. */
  readonly threads?: number;
  /** Interrupts the scan. */
  readonly signal?: AbortSignal;
}

export interface ExtractedSplit {
  readonly split: SplitName;
  readonly path: string;
  readonly rows: number;
  readonly statistics: ShardStatistics;
}

interface OutputColumn {
  readonly name: string;
  readonly sql: string;
  /** How errors call it: `the label of task income`, `the feature age`. */
  readonly title: string;
}

/**
 * Extracts one shard. Columns of the Parquet: features (FLOAT or VARCHAR) in the plan's order, `label__<task>`
 * (FLOAT) in the spec's, `__row` (BIGINT), and where the split carries them `__cluster` (UBIGINT) and `__fold` (UTINYINT).
 * Splits without rows are left out of the result.
 * Files of a failed extraction are removed.
 * @throws EspalierError `features.corrupt-source` (file, row group, reason), `features.expression-failed`,
 *   `features.source-missing`, `features.source-changed`, and those of `measureShard`.
 */
export async function extractShard(options: ExtractOptions): Promise<ExtractedSplit[]> {
  const { scratchDir, threads = 1 } = options;
  return await Database.withKept({ scratchDir, threads }, (database) => extractWith(database, options));
}

async function extractWith(database: Database, options: ExtractOptions): Promise<ExtractedSplit[]> {
  const { slices, plan, spec } = options;
  const release = database.interruptOn(options.signal);
  const rows = slices.length === 1 ? new CopiedRows(database, options) : new CollectedRows(database, options);
  try {
    for (const slice of slices) {
      const object = await findPlannedObject(slice, options.signal);
      await withSourceObject(database, object, wantedChunks(slice, plan), options, (file) =>
        scanSlice(database, file, slice, options, rows),
      );
      // The shards after this one would read what was put there since.
      if (!isS3Version(object.version)) await requireFileAt(object.uri, object.version);
    }
    const results: ExtractedSplit[] = [];
    const tasks = spec.tasks.map((task) => task.name);
    for (const { split, path, clustered, folds } of await rows.write()) {
      const measured = { path, slices, split, clustered, folds };
      const statistics = await measureShard(database, measured, plan.features, tasks);
      if (statistics.rows > 0) results.push({ split, path, rows: statistics.rows, statistics });
      else await rm(path, { force: true });
    }
    // After a failure the database itself goes.
    await rows.drop();
    return results;
  } catch (error) {
    await Promise.all(splitNames.map((split) => rm(options.outPath(split), { force: true })));
    options.signal?.throwIfAborted();
    throw resourceError(error) ?? error;
  } finally {
    release();
  }
}

async function scanSlice(
  database: Database,
  file: ExactFile,
  slice: SourceShard,
  options: ExtractOptions,
  rows: ScannedRows,
): Promise<void> {
  const { plan, spec, scratchDir } = options;
  const footer = await readFooter(database, file, slice.uri);
  const groups = footer.rowGroups.slice(slice.rowGroupStart, slice.rowGroupEnd);
  if (groups[0]?.firstRow !== slice.firstRow || groups.reduce((sum, g) => sum + g.rows, 0) !== slice.rows) {
    throw sourceChanged(slice.uri, ['its row groups are others']);
  }
  const view = { own: footer.columns, columns: plan.columns, partitions: slice.partitions ?? [] };
  const present = plan.columns.filter((column) => hasColumn(view, column.name));
  // What only divides or groups rows, not every source must have.
  const optional = [spec.source.split.by, clusterColumnOf(spec)].filter((name) => name != null).map(nameKey);
  const lacks = plan.columns.some(({ name }) => !hasColumn(view, name) && !optional.includes(nameKey(name)));
  if (lacks) throw sourceChanged(slice.uri, ['it lacks columns that it had']);
  const columns = await outputColumns(plan.columns, scratchDir, slice, plan.features, spec.tasks);
  const source = `(SELECT * FROM ${objectRowsSql(file, view, { rowNumbers: true })}
      WHERE file_row_number >= ${slice.firstRow} AND file_row_number < ${slice.firstRow + slice.rows}) AS source`;
  const needed = footer.columns.filter(({ name }) => plan.columns.some((c) => isSameName(c.name, name)));
  const bare = { own: needed, columns: needed, partitions: [] };
  const bareRows = objectRowsSql(file, bare, { rowNumbers: true });
  const group = groupOf(spec, present);
  for (const { split, sql } of splitsOf(slice, plan, spec.seed, present)) {
    const where = [sql, samplePredicate(spec, slice)].filter((text) => text !== null).map(testedOnRows);
    const cluster = carriesCluster(split) ? group : null;
    const folds = split === 'train' ? crossFitFolds(spec) : 0;
    const own = [
      { name: rowColumn, sql: rowIdentitySql(slice.objectIndex) },
      ...(cluster === null ? [] : [{ name: clusterColumn, sql: clusterSql(cluster, slice.objectIndex) }]),
      ...(folds === 0 ? [] : [{ name: foldColumn, sql: foldSql(group, slice, spec.seed, folds) }]),
    ];
    try {
      const query = selectSql([...columns, ...own], source, where);
      await rows.add({ split, clustered: cluster !== null, folds }, query);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw await explainFailure(error, { database, shard: slice, bareRows, groups, columns, source });
    }
  }
}

/** The row groups and columns that the shard reads, and no others: what else the file has need not be readable. */
function wantedChunks(
  { rowGroupStart, rowGroupEnd }: SourceShard,
  plan: ExtractOptions['plan'],
): WantedChunks {
  return { rowGroupStart, rowGroupEnd, columns: plan.columns.map(({ name }) => name) };
}

/** The last binding of each process: all shards of a source have the same columns and expressions. */
let lastBinding: { readonly key: string; readonly columns: readonly OutputColumn[] } | undefined;

/** Users' SQL is bound again here: a plan read from S3 is not trusted to hold only row expressions. */
async function outputColumns(
  source: readonly SourceColumn[],
  scratchDir: string,
  shard: SourceShard,
  features: readonly FeatureColumn[],
  tasks: PipelineSpec['tasks'],
): Promise<readonly OutputColumn[]> {
  const labels = tasks.map(({ name, label }) => ({ name, label }));
  const key = JSON.stringify({ source, features, labels });
  if (lastBinding?.key === key) return lastBinding.columns;
  using binder = await ExpressionBinder.create(source, scratchDir);
  const columns: OutputColumn[] = [];
  for (const feature of features) {
    const title = `the feature ${feature.name}`;
    const binding = await binder.bind(feature.sql);
    if (!binding.ok) throw expressionRefused(shard, title, binding.problems);
    columns.push({
      name: feature.name,
      sql: featureSql(binding.sql, binding.duckdbType, feature.reference),
      title,
    });
  }
  for (const task of tasks) {
    const title = `the label of task ${task.name}`;
    const binding = await binder.bind(task.label);
    if (!binding.ok) throw expressionRefused(shard, title, binding.problems);
    const sql = `CAST(CAST(${operand(binding.sql)} AS BOOLEAN) AS FLOAT)`;
    columns.push({ name: labelColumn(task.name), sql, title });
  }
  lastBinding = { key, columns };
  return columns;
}

/** The column that rows are grouped by. A source that only teaches need not have it. */
function groupOf(spec: ExtractOptions['spec'], columns: readonly SourceColumn[]): SourceColumn | null {
  const column = clusterColumnOf(spec);
  return columns.find(({ name }) => column !== null && isSameName(name, column)) ?? null;
}

function selectSql(
  columns: readonly Pick<OutputColumn, 'name' | 'sql'>[],
  source: string,
  where: readonly string[],
): string {
  const selected = columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`);
  return `SELECT ${selected.join(',\n')} FROM ${source}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`;
}

function splitsOf(
  shard: SourceShard,
  plan: Pick<PlanBody, 'splitRules'>,
  seed: number,
  columns: readonly SourceColumn[],
): { readonly split: SplitName; readonly sql: string | null }[] {
  if (shard.split !== 'mixed') return [{ split: shard.split, sql: null }];
  return splitPredicates(plan.splitRules, seed, shard, columns);
}

function samplePredicate(spec: Pick<PipelineSpec, 'seed' | 'source'>, shard: SourceShard): string | null {
  const share = spec.source.sample ?? 1;
  return share < 1
    ? hashPredicate('sample', spec.seed, `(${rowIdentitySql(shard.objectIndex)})`, share)
    : null;
}
