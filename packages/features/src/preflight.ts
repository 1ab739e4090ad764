/**
 * Responsible for every mistake that the pipeline, the source's footers and a small sample of its rows show before any work
 * starts, all at once.
 * Leaves to others: mistakes that only all rows show (extract-shard.ts, fold-statistics.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError, type FeatureColumn, isSameName, nameKey } from '@espalier/domain';
import { clusterColumn, type PipelineSpec, type SpecIssue, trainingShares } from '@espalier/spec';
import { unknownColumn } from './bind-expression.js';
import { checkExpressions } from './check-expressions.js';
import { checkSizes } from './check-sizes.js';
import { Database } from './database.js';
import { findLeaks } from './find-leaks.js';
import { findReferences } from './float-references.js';
import { type InspectedObject, type InspectedSource, inspectSource, readAs } from './inspect-source.js';
import { labelKindOf } from './label-kinds/registry.js';
import { partitionedSource } from './list-partitions.js';
import type { SourcePlace } from './list-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { unreadableOf } from './probe-columns.js';
import { type ResolvedColumns, resolveColumns } from './resolve-columns.js';
import type { RowsToSample } from './sample-rows.js';
import { sharedObjects } from './shared-objects.js';
import type { SourceAccess } from './source-bytes.js';
import { someOf } from './source-names.js';
import { operand } from './sql-text.js';
import type { ColumnTrouble } from './unify-columns.js';
import { widestType } from './widest-type.js';

export interface PreflightOptions extends SourcePlace {
  /** Where footers of S3 objects are kept meanwhile; default the system's temporary folder. */
  readonly scratchDir?: string;
  /** False looks at footers only, where rows were looked at already. Default true. */
  readonly lookAtRows?: boolean;
  /** Ends the look: the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface PreflightResult {
  /** In the order of the checks; empty when the pipeline can run. Pass through `LoadedSpec.locate` for lines. */
  readonly issues: readonly SpecIssue[];
  /** What is probably a mistake, one sentence each; none where `strict` made issues of them. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged, one sentence each. */
  readonly notes: readonly string[];
}

export interface CheckedSource extends PreflightResult {
  readonly train: readonly InspectedObject[];
  readonly eval: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
  /** Source columns that anything reads, in the types that rows are read in. */
  readonly columns: readonly SourceColumn[];
}

/**
 * Checks the pipeline against its source, reading at most some 20,000 rows of it.
 * @throws EspalierError of kind infra when S3 can't be reached; mistakes of the user are returned, not thrown.
 */
export async function preflight(spec: PipelineSpec, options: PreflightOptions): Promise<PreflightResult> {
  const scratchDir = await mkdtemp(join(options.scratchDir ?? tmpdir(), 'espalier-preflight-'));
  try {
    using database = await Database.open({ scratchDir });
    database.interruptOn(options.signal);
    const { issues, warnings, notes } = await checkSource(database, spec, { ...options, scratchDir });
    options.signal?.throwIfAborted();
    return { issues, warnings, notes };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** The checks behind `preflight`, with what they learnt of the source. */
export async function checkSource(
  database: Database,
  spec: PipelineSpec,
  access: PreflightOptions & { readonly scratchDir: string },
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
    return { issues, warnings: [], notes: found, ...objects, features: [], columns: [] };
  }
  const known = withTypesOf(train.columns, held?.columns ?? []);
  const source = {
    columns: known,
    allNull: train.allNull,
    partitions: partitions?.map(({ name }) => name) ?? [],
  };
  const resolved = await resolveColumns(spec, source, access.scratchDir);
  const columns = neededColumns(spec, resolved.reads, known, held?.columns ?? []);
  const objects = {
    train: train.objects.map((object) => readAs(object, known)),
    eval: (held?.objects ?? []).map((object) => readAs(object, known)),
  };
  const trainTroubles = troublesOf(train, columns, 'source.train.uri');
  const evalTroubles = troublesOf(held, columns, 'source.eval.uri');
  const trainIssues = [...train.issues, ...trainTroubles.needed, ...resolved.issues];
  const rowsAreReadable = trainIssues.length === 0 && evalTroubles.needed.length === 0;
  const issues = [...trainIssues, ...(held?.issues ?? []), ...evalTroubles.needed];
  const unread = [...trainTroubles.unread, ...evalTroubles.unread];
  const notes = [...found, ...unread, ...resolved.notes, ...splitNotes(spec)];
  if (held?.columns) issues.push(...evalIssues(train.columns, held.columns, resolved.reads));
  issues.push(...clusterIssues(spec.evaluation.cluster, held ?? train));
  const taught = taughtRows(spec, objects);
  if (spec.partitions !== undefined) issues.push(...taught);
  const unchecked = { issues, warnings: [], notes, ...objects, features: resolved.features, columns };
  if (!rowsAreReadable) return unchecked;
  const sizes = checkSizes(spec, objects.train);
  issues.push(...sizes.issues);
  notes.push(...sizes.notes);
  const sampled = { types: resolved.types, objects: objects.train, columns: [...resolved.reads] };
  try {
    if (access.lookAtRows !== false && issues.length === 0) {
      const tried = { objects: [...objects.train, ...objects.eval], columns: known };
      issues.push(...(await checkExpressions(database, spec, tried, access)));
    }
    const looked = await lookAtRows(database, spec, resolved, sampled, access);
    notes.push(...looked.notes);
    const remarks = spec.partitions === undefined ? [...taught, ...looked.remarks] : looked.remarks;
    if (spec.strict) issues.push(...remarks);
    const warnings = spec.strict ? [] : remarks.map(({ message }) => message);
    return { ...unchecked, warnings, features: looked.features };
  } catch (error) {
    if (error instanceof EspalierError && error.code !== 'features.out-of-memory') throw error;
    // An expression that fails is told already; not every failure is one that TRY takes.
    if (issues.some(({ code }) => code === 'expression-failed')) return unchecked;
    const probe = { rows: probedRows, columns: sampled.columns };
    const message = await unreadableOf(database, objects.train, probe, access);
    if (message === null) throw error;
    issues.push({ path: 'source.train.uri', code: 'column-unreadable', message });
    return unchecked;
  }
}

/** As many as are sampled. */
const probedRows = 20_000;

/** What a sample of the rows shows of features and labels. */
async function lookAtRows(
  database: Database,
  spec: PipelineSpec,
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
function splitNotes({ source: { split } }: PipelineSpec): string[] {
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
  spec: PipelineSpec,
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

function evalIssues(
  train: readonly SourceColumn[],
  held: readonly SourceColumn[],
  reads: ReadonlySet<string>,
): SpecIssue[] {
  const types = new Map(held.map((column) => [nameKey(column.name), column.duckdbType]));
  const issues: SpecIssue[] = [];
  for (const { name, duckdbType } of train) {
    if (!reads.has(name)) continue;
    const type = types.get(nameKey(name));
    if (type !== undefined && widestType(type, duckdbType) !== null) continue;
    const message =
      type === undefined
        ? `the eval source lacks the column ${name}`
        : `the eval source has ${name} as ${type}, the training source as ${duckdbType}`;
    issues.push({ path: 'source.eval.uri', code: 'columns-differ', message });
  }
  return issues;
}

/** @param measured the source of the rows that measure */
function clusterIssues(
  column: string | undefined,
  measured: Pick<InspectedSource, 'columns' | 'allNull'>,
): SpecIssue[] {
  if (column === undefined || measured.columns === null) return [];
  const path = 'evaluation.cluster';
  const names = measured.columns.map(({ name }) => name);
  const name = names.find((candidate) => isSameName(candidate, column));
  if (name === undefined) return [{ path, ...unknownColumn(column, names) }];
  if (!measured.allNull.includes(name)) return [];
  return [{ path, code: 'all-null', message: `${column} is NULL in every row, so it groups none` }];
}

/** Files that teach and measure. */
function taughtRows(
  { source }: PipelineSpec,
  objects: Pick<CheckedSource, 'train' | 'eval'>,
): readonly SpecIssue[] {
  const shared = sharedObjects(objects.train, objects.eval);
  if (shared.length === 0) return [];
  const which = someOf(shared.map(({ name }) => name));
  const message = `\`source.eval\` (${source.eval?.uri}) reads ${which}, and so does \`source.train\`: the model is measured on rows that it learned from; give the two other files, or hold rows back with \`source.split\``;
  return [{ path: 'source.eval.uri', code: 'conflict', message }];
}
