/**
 * Responsible for every mistake that the pipeline, the source's footers and a small sample of its rows show, all at once, and what was
 * learnt of the source on the way.
 * Leaves to others: sizes (check-sizes.ts), mistakes that only all rows show (extract-shard.ts, fold-statistics.ts).
 */
import {
  EspalierError,
  type FeatureColumn,
  isSameName,
  type Joins,
  joinedColumns,
  joiningColumns,
  nameKey,
} from '@espalier/domain';
import { clusterColumn, type PipelineSpec, type SpecIssue, trainingShares } from '@espalier/spec';
import { checkExpressions } from './check-expressions.js';
import type { Database } from './database.js';
import { findLeaks } from './find-leaks.js';
import { findReferences } from './float-references.js';
import {
  type InspectedObject,
  type InspectedSource,
  type InspectionAccess,
  inspectSource,
  readAs,
} from './inspect-source.js';
import { arrivalRemarks, windowRemarks } from './joins/check-arrivals.js';
import { lookupRemarks, readAndCheckTables } from './joins/check-joins.js';
import { type InspectedTable, inspectJoins } from './joins/inspect-joins.js';
import { joinedBy } from './joins/joined-by.js';
import { labelKindOf } from './label-kinds/registry.js';
import { partitionedSource } from './list-partitions.js';
import { clusterIssues, evalIssues, sliceIssues, taughtRows } from './measuring-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { unreadableOf } from './probe-columns.js';
import { type ResolvedColumns, resolveColumns } from './resolve-columns.js';
import type { RowsToSample } from './sample-rows.js';
import type { SourceAccess } from './source-bytes.js';
import { someOf } from './source-names.js';
import { operand } from './sql-text.js';
import type { ColumnTrouble } from './unify-columns.js';
import { widestType } from './widest-type.js';

/** What of a pipeline is held to its source: no other key decides what is found here. */
export type HeldToSource = Pick<
  PipelineSpec,
  'source' | 'partitions' | 'features' | 'tasks' | 'evaluation' | 'publish' | 'strict'
>;

export function heldToSource(spec: PipelineSpec): HeldToSource {
  const { source, partitions, features, tasks, evaluation, publish, strict } = spec;
  return {
    ...{ source, features, tasks, evaluation, strict },
    ...(partitions === undefined ? {} : { partitions }),
    ...(publish === undefined ? {} : { publish }),
  };
}

export interface CheckAccess extends InspectionAccess {
  /** False looks at footers only, where rows were looked at already. Default true. */
  readonly lookAtRows?: boolean;
}

export interface CheckedSource {
  /** In the order of the checks; empty when the pipeline can run. Pass through `LoadedSpec.locate` for lines. */
  readonly issues: readonly SpecIssue[];
  /** What is probably a mistake, one sentence each; none where `strict` made issues of them. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged, one sentence each. */
  readonly notes: readonly string[];
  /** Every object of the source can be read, so that what the footers of these count is what it holds. */
  readonly isReadable: boolean;
  readonly train: readonly InspectedObject[];
  readonly eval: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
  /** Source columns that anything reads, in the types that rows are read in. */
  readonly columns: readonly SourceColumn[];
  /** What joins further columns; null where nothing does. */
  readonly joins: Joins | null;
  readonly tables: readonly InspectedTable[];
}

/**
 * Reads at most some 20,000 rows.
 * @throws EspalierError of kind infra when S3 can't be reached; mistakes of the user are returned, not thrown.
 */
export async function checkSource(
  database: Database,
  spec: HeldToSource,
  access: CheckAccess,
): Promise<CheckedSource> {
  const { partitions, train: trainPart, eval: evalPart } = spec.source;
  const asked = partitions === undefined ? {} : { partitions };
  const inspect = (part: typeof trainPart, path: string) => {
    const cut = partitionedSource(part, spec.partitions);
    return inspectSource(database, { uri: part.uri, path, cut, ...asked }, access);
  };
  const train = await inspect(trainPart, 'source.train.uri');
  const held = evalPart ? await inspect(evalPart, 'source.eval.uri') : null;
  const found = [...train.notes, ...(held?.notes ?? [])];
  if (train.columns === null) {
    const objects = { train: train.objects, eval: held?.objects ?? [] };
    const issues = [...train.issues, ...(held?.issues ?? [])];
    return {
      issues,
      warnings: [],
      notes: found,
      isReadable: false,
      ...objects,
      features: [],
      columns: [],
      joins: null,
      tables: [],
    };
  }
  const known = withTypesOf(train.columns, held?.columns ?? []);
  const { joins, tables, ...joined } = await inspectJoins(database, spec, known, access);
  const all = [...known, ...joinedColumns(joins)];
  const source = {
    columns: all,
    allNull: train.allNull,
    partitions: partitions?.map(({ name }) => name) ?? [],
    joined: joinedBy(joins),
  };
  // What reads columns that are not made would be told as if these were unknown.
  const resolved =
    joined.issues.length > 0 ? nothingResolved : await resolveColumns(spec, source, access.scratchDir);
  const reads = new Set([...resolved.reads, ...joiningColumns(joins).map(({ name }) => name)]);
  const columns = neededColumns(spec, reads, known, held?.columns ?? []);
  const objects = {
    train: train.objects.map((object) => readAs(object, known)),
    eval: (held?.objects ?? []).map((object) => readAs(object, known)),
  };
  const trainTroubles = troublesOf(train, columns, 'source.train.uri');
  const evalTroubles = troublesOf(held, columns, 'source.eval.uri');
  const trainIssues = [...train.issues, ...trainTroubles.needed, ...joined.issues, ...resolved.issues];
  const rowsAreReadable = trainIssues.length === 0 && evalTroubles.needed.length === 0;
  const issues = [...trainIssues, ...(held?.issues ?? []), ...evalTroubles.needed];
  const unread = [...trainTroubles.unread, ...evalTroubles.unread];
  const notes = [...found, ...joined.notes, ...unread, ...resolved.notes, ...splitNotes(spec)];
  if (held?.columns) issues.push(...evalIssues(train.columns, held.columns, reads));
  issues.push(...clusterIssues(spec.evaluation.cluster, held ?? train));
  if (joined.issues.length === 0) issues.push(...sliceIssues(spec, held ?? train, joinedColumns(joins)));
  const taught = taughtRows(spec, objects);
  if (spec.partitions !== undefined) issues.push(...taught);
  const { features } = resolved;
  const unchecked = {
    ...{ issues, warnings: [], notes, isReadable: rowsAreReadable },
    ...{ ...objects, features, columns, joins, tables },
  };
  if (!rowsAreReadable) return unchecked;
  if (joins !== null) {
    issues.push(...(await readAndCheckTables(database, joins, tables, access)));
    if (issues.length > 0) return unchecked;
  }
  const joining = { ...access, joins };
  const sampled = { types: resolved.types, objects: objects.train, columns: [...resolved.reads] };
  try {
    if (access.lookAtRows !== false && issues.length === 0) {
      const tried = { objects: [...objects.train, ...objects.eval], columns: all };
      issues.push(...(await checkExpressions(database, spec, tried, joining)));
    }
    const looked = await lookAtRows(database, spec, resolved, sampled, joining);
    notes.push(...looked.notes);
    const remarks = spec.partitions === undefined ? [...taught, ...looked.remarks] : [...looked.remarks];
    if (joins !== null && access.lookAtRows !== false) {
      const lookedUp = await lookupRemarks(database, joins, tables, objects.train, joining);
      const { counts = [] } = spec.features;
      const arrivals = await arrivalRemarks(database, joins, counts, tables, access);
      notes.push(...lookedUp.notes, ...arrivals.notes);
      remarks.push(...lookedUp.warnings, ...arrivals.warnings);
      const rows = [...objects.train, ...objects.eval];
      remarks.push(...(await windowRemarks(database, joins, counts, tables, rows, access)));
    }
    if (spec.strict) issues.push(...remarks);
    const warnings = spec.strict ? [] : remarks.map(({ message }) => message);
    return { ...unchecked, warnings, features: looked.features };
  } catch (error) {
    if (error instanceof EspalierError && error.code !== 'features.out-of-memory') throw error;
    // An expression that fails is told already; not every failure is one that TRY takes.
    if (issues.some(({ code }) => code === 'expression-failed')) return unchecked;
    const own = sampled.columns.filter((name) => known.some((column) => column.name === name));
    const probe = { rows: probedRows, columns: own };
    const message = await unreadableOf(database, objects.train, probe, access);
    if (message === null) throw error;
    issues.push({ path: 'source.train.uri', code: 'column-unreadable', message });
    return unchecked;
  }
}

const nothingResolved: ResolvedColumns = {
  features: [],
  types: new Map(),
  derivedSql: new Map(),
  labelSql: [],
  reads: new Set(),
  issues: [],
  notes: [],
};

/** As many as are sampled. */
const probedRows = 20_000;

/** What a sample of the rows shows of features and labels. */
async function lookAtRows(
  database: Database,
  spec: HeldToSource,
  resolved: ResolvedColumns,
  sampled: Pick<RowsToSample, 'types' | 'objects' | 'columns'>,
  access: SourceAccess & { readonly lookAtRows?: boolean },
): Promise<{ features: FeatureColumn[]; remarks: SpecIssue[]; notes: string[] }> {
  const run = resolved.features.map((feature) => ({
    ...feature,
    sql: resolved.derivedSql.get(feature.name) ?? feature.sql,
  }));
  const referenced = await findReferences(database, { ...sampled, features: run }, access);
  const features = referenced.features.map((feature, index) => ({
    ...feature,
    sql: resolved.features[index]?.sql ?? feature.sql,
  }));
  // In the spec's order, and of all its tasks: none is without SQL here.
  const labels = spec.tasks.map((task, index) =>
    labelKindOf(task).classSql(operand(resolved.labelSql[index] as string)),
  );
  const rows = { ...sampled, features: referenced.features, labels };
  const leaks = access.lookAtRows === false ? null : await findLeaks(database, spec, rows, access);
  return {
    features,
    remarks: [...referenced.warnings, ...(leaks?.warnings ?? [])],
    notes: [...referenced.notes, ...(leaks?.notes ?? [])],
  };
}

/** What is set aside without being asked. */
function splitNotes({ source: { split } }: Pick<PipelineSpec, 'source'>): string[] {
  if (split.earlyStop !== undefined) return [];
  const { earlyStop } = trainingShares(split);
  const by = split.by === undefined ? '' : ` by ${split.by}`;
  return [
    `${100 * earlyStop} % of the training rows${by} choose the state of the network that is published, and nothing learns from them (source.split.earlyStop).`,
  ];
}

/** Columns with the types that hold the values of both sources, where there is one. */
function withTypesOf(train: readonly SourceColumn[], held: readonly SourceColumn[]): SourceColumn[] {
  const types = new Map(held.map((column) => [nameKey(column.name), column.duckdbType]));
  return train.map(({ name, duckdbType }) => {
    const other = types.get(nameKey(name));
    return { name, duckdbType: (other && widestType(duckdbType, other)) ?? duckdbType };
  });
}

/** Those that features, labels, split or clusters read; the training source need not have the clusters' column. */
function neededColumns(
  spec: HeldToSource,
  reads: ReadonlySet<string>,
  known: readonly SourceColumn[],
  held: readonly SourceColumn[],
): SourceColumn[] {
  const others = [spec.source.split.by, clusterColumn(spec)].filter((name) => name != null);
  const wanted = new Set([...reads, ...others].map(nameKey));
  const ofEval = held.filter(({ name }) => !known.some((column) => isSameName(column.name, name)));
  return [...known, ...ofEval].filter(({ name }) => wanted.has(nameKey(name)));
}

/** Columns that can't be read as one matter where anything reads them, and are told in any case. */
function troublesOf(
  source: InspectedSource | null,
  columns: readonly SourceColumn[],
  path: string,
): { needed: SpecIssue[]; unread: string[] } {
  const troubles = source?.troubles ?? [];
  const isNeeded = ({ column }: ColumnTrouble) => columns.some(({ name }) => isSameName(name, column));
  const unread = troubles.filter((trouble) => !isNeeded(trouble)).map(({ message }) => message);
  return {
    needed: troubles.filter(isNeeded).map(({ code, message }) => ({ path, code, message })),
    unread:
      unread.length > 0 ? [`Nothing reads columns that are not as they should be: ${someOf(unread)}.`] : [],
  };
}
