/**
 * Responsible for a slice's rows as a feature shard has them, in SQL: which columns, which rows, and the split that each goes to.
 * Leaves to others: running it (extract-shard.ts), and why that failed (extraction-failure.ts).
 */
import {
  carriesCluster,
  type FeatureColumn,
  isSameName,
  joinedColumns,
  nameKey,
  type PlanBody,
  type SourceShard,
  type SplitName,
} from '@espalier/domain';
import { clusterColumn as clusterColumnOf, crossFitFolds, type PipelineSpec } from '@espalier/spec';
import { ExpressionBinder } from './bind-expression.js';
import { featureSql } from './column-kinds.js';
import type { ExactFile } from './exact-file.js';
import { expressionRefused } from './extraction-failure.js';
import { labelKindOf } from './label-kinds/registry.js';
import { keysOf, objectRowsSql } from './object-rows.js';
import type { ParquetFooter, RowGroup, SourceColumn } from './parquet-footer.js';
import { testedOnRows } from './row-filter.js';
import { hashPredicate } from './row-hash.js';
import {
  clusterColumn,
  clusterSql,
  foldColumn,
  foldSql,
  labelColumn,
  rowColumn,
  rowIdentitySql,
} from './shard-columns.js';
import { sourceChanged } from './source-change.js';
import { splitPredicates } from './split-rows.js';
import { operand, quoteName, quoteText } from './sql-text.js';

export interface SliceContext {
  readonly plan: Pick<PlanBody, 'features' | 'columns' | 'splitRules' | 'joins'>;
  readonly spec: Pick<PipelineSpec, 'tasks' | 'seed' | 'source' | 'evaluation' | 'encoder' | 'model'>;
  readonly scratchDir: string;
  /** The only splits whose rows are wanted; default: all. */
  readonly onlySplits?: readonly SplitName[];
}

interface OutputColumn {
  readonly name: string;
  readonly sql: string;
  /** How errors call it: `the label of task income`, `the feature age`. */
  readonly title: string;
}

/** What a split's file holds beside features, labels and rows' identities. */
export interface WrittenSplit {
  readonly split: SplitName;
  /** Whether rows carry their cluster, and in how many parts they fall for cross-fitting. */
  readonly clustered: boolean;
  readonly folds: number;
}

export interface SliceRows {
  readonly slice: SourceShard;
  /** SQL of the file's rows as they lie there, with the columns that are read and `file_row_number`. */
  readonly bareRows: string;
  readonly groups: readonly RowGroup[];
  readonly columns: readonly OutputColumn[];
  /** SQL of the rows that were scanned. */
  readonly source: string;
  readonly splits: readonly (WrittenSplit & {
    /** Names of the split's columns, in order. */
    readonly names: readonly string[];
    /** SQL of its rows. */
    readonly query: string;
  })[];
  /** SQL of the rows of all splits in one scan, with the columns of each and `splitColumn`. */
  readonly together: string;
}

/** Only among rows of several splits; no feature may be called so, nor is a task. */
export const splitColumn = 'label__ of a split';

/** SQL of the rows of a slice as the source has them, with `file_row_number`. */
export function plainRowsSql(
  file: ExactFile,
  footer: Pick<ParquetFooter, 'columns'>,
  slice: SourceShard,
  plan: Pick<PlanBody, 'columns'>,
): string {
  const view = { own: footer.columns, columns: plan.columns, partitions: slice.partitions ?? [] };
  return `(SELECT * FROM ${objectRowsSql(file, view, { rowNumbers: true })}
      WHERE file_row_number >= ${slice.firstRow} AND file_row_number < ${slice.firstRow + slice.rows})`;
}

/**
 * @param joined SQL of the slice's rows with what is joined to them; null where nothing is
 * @throws EspalierError `features.source-changed` where the footer is not the planned one; `features.expression-failed`
 */
export async function sliceRows(
  file: ExactFile,
  footer: Pick<ParquetFooter, 'columns' | 'rowGroups'>,
  slice: SourceShard,
  { plan, spec, scratchDir, onlySplits }: SliceContext,
  joined: string | null,
): Promise<SliceRows> {
  const groups = footer.rowGroups.slice(slice.rowGroupStart, slice.rowGroupEnd);
  if (groups[0]?.firstRow !== slice.firstRow || groups.reduce((sum, g) => sum + g.rows, 0) !== slice.rows) {
    throw sourceChanged(slice.uri, ['its row groups are others']);
  }
  const view = { own: footer.columns, columns: plan.columns, partitions: slice.partitions ?? [] };
  const known = keysOf(view);
  const present = plan.columns.filter(({ name }) => known.has(nameKey(name)));
  // What only divides or groups rows, not every source must have.
  const optional = [spec.source.split.by, clusterColumnOf(spec)].filter((name) => name != null).map(nameKey);
  const lacks = plan.columns.some(
    ({ name }) => !known.has(nameKey(name)) && !optional.includes(nameKey(name)),
  );
  if (lacks) throw sourceChanged(slice.uri, ['it lacks columns that it had']);
  const named = [...plan.columns, ...joinedColumns(plan.joins)];
  const columns = await outputColumns(named, scratchDir, slice, plan.features, spec.tasks);
  const source = `${joined ?? plainRowsSql(file, footer, slice, plan)} AS source`;
  const read = keysOf({ own: plan.columns, partitions: [] });
  const needed = footer.columns.filter(({ name }) => read.has(nameKey(name)));
  const bareRows = objectRowsSql(
    file,
    { own: needed, columns: needed, partitions: [] },
    { rowNumbers: true },
  );

  const group = groupOf(spec, present);
  const row = { name: rowColumn, sql: rowIdentitySql(slice.objectIndex) };
  const cluster = group && { name: clusterColumn, sql: clusterSql(group, slice.objectIndex) };
  const folds = crossFitFolds(spec);
  const fold = folds > 0 ? { name: foldColumn, sql: foldSql(group, slice, spec.seed, folds) } : null;
  const sample = samplePredicate(spec, slice);
  const predicates = splitsOf(slice, plan, spec.seed, present).filter(
    ({ split }) => onlySplits?.includes(split) ?? true,
  );
  const splits = predicates.map(({ split, sql }) => {
    const clustered = cluster !== null && carriesCluster(split);
    const parts = split === 'train' ? folds : 0;
    const own = [row, ...(clustered ? [cluster] : []), ...(parts > 0 && fold !== null ? [fold] : [])];
    const selected = [...columns, ...own];
    const query = selectSql(selected, source, [sql, sample]);
    return { split, clustered, folds: parts, names: selected.map(({ name }) => name), query };
  });
  const carried = [
    row,
    ...(cluster !== null && splits.some(({ clustered }) => clustered) ? [cluster] : []),
    ...(fold !== null && splits.some((each) => each.folds > 0) ? [fold] : []),
    { name: splitColumn, sql: splitSql(predicates) },
  ];
  const wanted = onlySplits === undefined ? null : anyOf(predicates);
  const together = selectSql([...columns, ...carried], source, [sample, wanted]);
  return { slice, bareRows, groups, columns, source, splits, together };
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
  const labels = tasks.map(({ name, kind, label }) => ({ name, kind, label }));
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
    const sql = labelKindOf(task).valueSql(operand(binding.sql));
    columns.push({ name: labelColumn(task.name), sql, title });
  }
  lastBinding = { key, columns };
  return columns;
}

/** The column that rows are grouped by. A source that only teaches need not have it. */
function groupOf(spec: SliceContext['spec'], columns: readonly SourceColumn[]): SourceColumn | null {
  const column = clusterColumnOf(spec);
  return columns.find(({ name }) => column !== null && isSameName(name, column)) ?? null;
}

function selectSql(
  columns: readonly Pick<OutputColumn, 'name' | 'sql'>[],
  source: string,
  predicates: readonly (string | null)[],
): string {
  const selected = columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`);
  const where = predicates.filter((text) => text !== null).map(testedOnRows);
  return `SELECT ${selected.join(',\n')} FROM ${source}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`;
}

/** Which rows of the slice go to a split; null for all. */
interface SplitPredicate {
  readonly split: SplitName;
  readonly sql: string | null;
}

function splitsOf(
  shard: SourceShard,
  plan: Pick<PlanBody, 'splitRules'>,
  seed: number,
  columns: readonly SourceColumn[],
): SplitPredicate[] {
  if (shard.split !== 'mixed') return [{ split: shard.split, sql: null }];
  return splitPredicates(plan.splitRules, seed, shard, columns);
}

function samplePredicate(spec: Pick<PipelineSpec, 'seed' | 'source'>, shard: SourceShard): string | null {
  const share = spec.source.sample ?? 1;
  return share < 1
    ? hashPredicate('sample', spec.seed, `(${rowIdentitySql(shard.objectIndex)})`, share)
    : null;
}

/** SQL of the rows of any of them; null where that is all. */
function anyOf(splits: readonly SplitPredicate[]): string | null {
  if (splits.some(({ sql }) => sql === null)) return null;
  return splits.map(({ sql }) => `(${sql})`).join(' OR ');
}

/** SQL of the name of the split that a row goes to: each is in one. */
function splitSql(splits: readonly SplitPredicate[]): string {
  const [only, ...others] = splits;
  if (only === undefined) throw new RangeError('rows that go to no split');
  const cases = others.map(({ split, sql }) => `WHEN ${sql ?? 'true'} THEN ${quoteText(split)}`);
  return cases.length === 0
    ? quoteText(only.split)
    : `CASE ${cases.join(' ')} ELSE ${quoteText(only.split)} END`;
}
