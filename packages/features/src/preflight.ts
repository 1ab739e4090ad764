/**
 * Responsible for every mistake that the pipeline, the source's footers and a small sample of its rows show before any work
 * starts, all at once.
 * Leaves to others: mistakes that only all rows show (extract-shard.ts, fold-statistics.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FeatureColumn, isSameName, nameKey } from '@espalier/domain';
import { type PipelineSpec, type SpecIssue, trainingShares } from '@espalier/spec';
import { unknownColumn } from './bind-expression.js';
import { checkSizes } from './check-sizes.js';
import { kindOfType } from './column-kinds.js';
import { Database } from './database.js';
import { findLeaks } from './find-leaks.js';
import { findReferences } from './float-references.js';
import { type InspectedObject, type InspectedSource, inspectSource } from './inspect-source.js';
import type { SourcePlace } from './list-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { resolveColumns } from './resolve-columns.js';

export interface PreflightOptions extends SourcePlace {
  /** Where footers of S3 objects are kept meanwhile; default the system's temporary folder. */
  readonly scratchDir?: string;
  /** False looks at footers only, where rows were looked at already. Default true. */
  readonly lookAtRows?: boolean;
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
}

/**
 * Checks the pipeline against its source, reading at most some 20,000 rows of it.
 * @throws EspalierError of kind infra when S3 can't be reached; mistakes of the user are returned, not thrown.
 */
export async function preflight(spec: PipelineSpec, options: PreflightOptions): Promise<PreflightResult> {
  const scratchDir = await mkdtemp(join(options.scratchDir ?? tmpdir(), 'espalier-preflight-'));
  try {
    using database = await Database.open({ scratchDir });
    const { issues, warnings, notes } = await checkSource(database, spec, { ...options, scratchDir });
    return { issues, warnings, notes };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** The checks behind `preflight`, with what they learnt of the source. */
export async function checkSource(
  database: Database,
  spec: PipelineSpec,
  access: SourcePlace & { readonly scratchDir: string; readonly lookAtRows?: boolean },
): Promise<CheckedSource> {
  const train = await inspectSource(
    database,
    { uri: spec.source.train.uri, path: 'source.train.uri' },
    access,
  );
  const held = spec.source.eval
    ? await inspectSource(database, { uri: spec.source.eval.uri, path: 'source.eval.uri' }, access)
    : null;
  const issues: SpecIssue[] = [...train.issues, ...(held?.issues ?? [])];
  const known = train.columns;
  const objects = { train: train.objects, eval: held?.objects ?? [] };
  const found = [...train.notes, ...(held?.notes ?? [])];
  if (known === null) return { issues, warnings: [], notes: found, ...objects, features: [] };
  const resolved = await resolveColumns(spec, { columns: known, allNull: train.allNull }, access.scratchDir);
  const rowsAreReadable = train.issues.length === 0 && resolved.issues.length === 0;
  issues.push(...resolved.issues);
  if (held?.columns) issues.push(...evalIssues(known, held.columns, resolved.reads));
  issues.push(...clusterIssues(spec.evaluation.cluster, held ?? train));
  const notes = [...found, ...resolved.notes, ...splitNotes(spec)];
  const unchecked = { issues, warnings: [], notes, ...objects, features: resolved.features };
  if (!rowsAreReadable) return unchecked;
  const sizes = checkSizes(spec, train.objects);
  issues.push(...sizes.issues);
  notes.push(...sizes.notes);
  const columns = known.every(({ name, duckdbType }) => !resolved.reads.has(name) || kindOfType(duckdbType))
    ? [...resolved.reads]
    : null;
  const sampled = { types: resolved.types, objects: train.objects, columns };
  const run = resolved.features.map((feature) => ({
    ...feature,
    sql: resolved.derivedSql.get(feature.name) ?? feature.sql,
  }));
  const referenced = await findReferences(database, { ...sampled, features: run }, access);
  const features = referenced.features.map((feature, index) => ({
    ...feature,
    sql: resolved.features[index]?.sql ?? feature.sql,
  }));
  const rows = { ...sampled, features: referenced.features, labels: resolved.labelSql };
  const leaks = access.lookAtRows === false ? null : await findLeaks(database, spec, rows, access);
  const remarks = [...referenced.warnings, ...(leaks?.warnings ?? [])];
  if (spec.strict) issues.push(...remarks);
  notes.push(...referenced.notes, ...(leaks?.notes ?? []));
  const warnings = spec.strict ? [] : remarks.map(({ message }) => message);
  return { ...unchecked, warnings, features };
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
    if (type !== undefined && isAlike(type, duckdbType)) continue;
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

/** Widths of numbers may differ between the sources; a number and a text may not. */
function isAlike(a: string, b: string): boolean {
  return a === b || (kindOfType(a) !== null && kindOfType(a) === kindOfType(b));
}
