/**
 * Responsible for whether the rows that measure fit those that teach: the same columns, a cluster where one is named, and no rows of both.
 * Leaves to others: each source by itself (inspect-source.ts).
 */
import { isSameName, nameKey } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { unknownColumn } from './bind-expression.js';
import type { InspectedObject, InspectedSource } from './inspect-source.js';
import type { SourceColumn } from './parquet-footer.js';
import { sharedObjects } from './shared-objects.js';
import { someOf } from './source-names.js';
import { widestType } from './widest-type.js';

/** Columns that are read and that the eval source lacks, or has in types that have no common one. */
export function evalIssues(
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
export function clusterIssues(
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

/**
 * Columns of slices that gates ask for, and that no row has.
 * @param joined columns that are joined to the rows
 */
export function sliceIssues(
  { publish }: Pick<PipelineSpec, 'publish'>,
  measured: Pick<InspectedSource, 'columns'>,
  joined: readonly { readonly name: string }[],
): SpecIssue[] {
  if (measured.columns === null) return [];
  const names = [...measured.columns, ...joined].map(({ name }) => name);
  return (publish?.gates ?? []).flatMap(({ slices }, index): SpecIssue[] => {
    if (slices === undefined || names.some((name) => isSameName(name, slices.column))) return [];
    return [{ path: `publish.gates[${index}].slices.column`, ...unknownColumn(slices.column, names) }];
  });
}

/** Files that teach and measure. */
export function taughtRows(
  { source }: Pick<PipelineSpec, 'source'>,
  objects: Readonly<Record<'train' | 'eval', readonly InspectedObject[]>>,
): readonly SpecIssue[] {
  const shared = sharedObjects(objects.train, objects.eval);
  if (shared.length === 0) return [];
  const which = someOf(shared.map(({ name }) => name));
  const message = `\`source.eval\` (${source.eval?.uri}) reads ${which}, and so does \`source.train\`: the model is measured on rows that it learned from; give the two other files, or hold rows back with \`source.split\``;
  return [{ path: 'source.eval.uri', code: 'conflict', message }];
}
