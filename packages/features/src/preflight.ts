/**
 * Responsible for every mistake that the pipeline and the source's footers show before any work starts, all at once.
 * Leaves to others: mistakes that only the rows show (extract-shard.ts, fold-statistics.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureColumn } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { kindOfType } from './column-kinds.js';
import { Database } from './database.js';
import { type InspectedObject, inspectSource } from './inspect-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { resolveColumns } from './resolve-columns.js';
import type { SourcePlace } from './source-object.js';

export interface PreflightOptions extends SourcePlace {
  /** Where footers of S3 objects are kept meanwhile; default the system's temporary folder. */
  readonly scratchDir?: string;
}

export interface PreflightResult {
  /** In the order of the checks; empty when the pipeline can run. Pass through `LoadedSpec.locate` for lines. */
  readonly issues: readonly SpecIssue[];
  /** Columns that were left out without being asked, one sentence each. */
  readonly notes: readonly string[];
}

export interface CheckedSource extends PreflightResult {
  readonly train: readonly InspectedObject[];
  readonly eval: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
}

/**
 * Checks the pipeline against its source without reading rows.
 * @throws EspalierError of kind infra when S3 can't be reached; mistakes of the user are returned, not thrown.
 */
export async function preflight(spec: PipelineSpec, options: PreflightOptions): Promise<PreflightResult> {
  const scratchDir = await mkdtemp(join(options.scratchDir ?? tmpdir(), 'espalier-preflight-'));
  try {
    using database = await Database.open({ scratchDir });
    const { issues, notes } = await checkSource(database, spec, { ...options, scratchDir });
    return { issues, notes };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** The checks behind `preflight`, with what they learnt of the source. */
export async function checkSource(
  database: Database,
  spec: PipelineSpec,
  access: SourcePlace & { readonly scratchDir: string },
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
  if (known === null) {
    return { issues, notes: [], train: train.objects, eval: held?.objects ?? [], features: [] };
  }
  const resolved = await resolveColumns(spec, { columns: known, allNull: train.allNull }, access.scratchDir);
  issues.push(...resolved.issues);
  if (held?.columns) issues.push(...evalIssues(known, held.columns, resolved.reads));
  return {
    issues,
    notes: resolved.notes,
    train: train.objects,
    eval: held?.objects ?? [],
    features: resolved.features,
  };
}

function evalIssues(
  train: readonly SourceColumn[],
  held: readonly SourceColumn[],
  reads: ReadonlySet<string>,
): SpecIssue[] {
  const types = new Map(held.map((column) => [column.name, column.duckdbType]));
  const issues: SpecIssue[] = [];
  for (const { name, duckdbType } of train) {
    if (!reads.has(name)) continue;
    const type = types.get(name);
    if (type !== undefined && isAlike(type, duckdbType)) continue;
    const message =
      type === undefined
        ? `the eval source lacks the column ${name}`
        : `the eval source has ${name} as ${type}, the training source as ${duckdbType}`;
    issues.push({ path: 'source.eval.uri', code: 'columns-differ', message });
  }
  return issues;
}

/** Widths of numbers may differ between the sources; a number and a text may not. */
function isAlike(a: string, b: string): boolean {
  return a === b || (kindOfType(a) !== null && kindOfType(a) === kindOfType(b));
}
