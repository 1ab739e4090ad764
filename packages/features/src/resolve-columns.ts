/**
 * Responsible for which columns a pipeline's features and labels are, and every mistake in naming them.
 * Leaves to others: whether the source itself is sound (inspect-source.ts).
 */
import { type FeatureColumn, isSameName, type JoinedColumn, nameKey } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { acknowledgedIssues } from './acknowledged-columns.js';
import { type Binding, ExpressionBinder, unknownColumn } from './bind-expression.js';
import { kindOfType, timeKindOf } from './column-kinds.js';
import { labelKindOf } from './label-kinds/registry.js';
import { derivedSql, type LeftOutColumn, leftOutNotes } from './left-out-columns.js';
import type { SourceColumn } from './parquet-footer.js';
import { isReservedName } from './shard-columns.js';
import { isNameable, quoteName } from './sql-text.js';

export interface ResolvedColumns {
  readonly features: readonly FeatureColumn[];
  /** DuckDB's type of each feature's expression, by the feature's name. */
  readonly types: ReadonlyMap<string, string>;
  /** Each derived feature's expression as it is run, by the feature's name. */
  readonly derivedSql: ReadonlyMap<string, string>;
  /** The labels' expressions as they are run, in the spec's order. */
  readonly labelSql: readonly string[];
  /** Source columns that features and labels read. */
  readonly reads: ReadonlySet<string>;
  readonly issues: readonly SpecIssue[];
  /** What was left out without being asked, and why; sentences for people. */
  readonly notes: readonly string[];
}

export interface KnownSource {
  readonly columns: readonly SourceColumn[];
  readonly allNull: readonly string[];
  /** Columns that folders make: features only where they are asked for. */
  readonly partitions?: readonly string[];
  /** Columns that are joined to the source's rows: features without being asked for, unless they are excluded. */
  readonly joined?: readonly JoinedColumn[];
}

/** Resolves all columns against the training source; finds every issue before it returns. */
export async function resolveColumns(
  spec: Pick<PipelineSpec, 'features' | 'tasks' | 'source'>,
  source: KnownSource,
  scratchDir: string,
): Promise<ResolvedColumns> {
  using binder = await ExpressionBinder.create(source.columns, scratchDir);
  const issues: SpecIssue[] = [];
  const labels = await readLabels(spec, binder, issues);
  const labelReads = labels.reads;
  const derived = await readDerived(spec, source, labelReads, binder, issues);
  const plain = choosePlain(spec, source, labelReads, issues);
  const splitBy = spec.source.split.by;
  const isJoined = (name: string) => source.joined?.some((column) => isSameName(column.name, name)) ?? false;
  const own = source.columns.filter(({ name }) => !isJoined(name));
  if (splitBy !== undefined) issues.push(...splitIssues(spec.source.split.order, splitBy, own));
  const features = [...plain.features, ...derived.features];
  if (features.length === 0 && issues.length === 0) {
    issues.push({ path: 'features', code: 'no-features', message: 'no column is left to be a feature' });
  }
  issues.push(...acknowledgedIssues(spec, source.columns, features));
  const reads = new Set([...plain.features.map((feature) => feature.name), ...derived.reads, ...labelReads]);
  const types = new Map([
    ...source.columns.map(({ name, duckdbType }): [string, string] => [name, duckdbType]),
    ...derived.types,
  ]);
  const derivedSql = derived.sql;
  const typed = features.map((feature) => {
    const timeKind = timeKindOf(types.get(feature.name) ?? '');
    const read = derived.readsOf.get(feature.name) ?? [feature.name];
    const joined = source.joined?.filter(({ name }) => read.some((each) => isSameName(each, name))) ?? [];
    return {
      ...feature,
      ...(timeKind === null ? {} : { timeKind }),
      ...(joined.length === 0 ? {} : { joined }),
    };
  });
  return { features: typed, types, derivedSql, labelSql: labels.sql, reads, issues, notes: plain.notes };
}

function splitIssues(
  order: PipelineSpec['source']['split']['order'],
  by: string,
  columns: readonly SourceColumn[],
): SpecIssue[] {
  const path = 'source.split.by';
  const named = columns.filter(({ name }) => isNameable(name));
  const column = named.find(({ name }) => isSameName(name, by));
  if (column === undefined) {
    const known = named.map(({ name }) => name);
    return [{ path, ...unknownColumn(by, known) }];
  }
  if (order !== 'time' || kindOfType(column.duckdbType) !== null) return [];
  const message = `${by} has no times, but ${column.duckdbType}: no row is later than another`;
  return [{ path, code: 'unsupported-type', message }];
}

async function readLabels(
  spec: Pick<PipelineSpec, 'tasks'>,
  binder: ExpressionBinder,
  issues: SpecIssue[],
): Promise<{ reads: Set<string>; sql: string[] }> {
  const reads = new Set<string>();
  const sql: string[] = [];
  for (const [index, task] of spec.tasks.entries()) {
    const path = `tasks[${index}].label`;
    const binding = await binder.bind(task.label);
    const typeProblem = binding.ok ? labelKindOf(task).typeProblem(binding.duckdbType) : null;
    if (!binding.ok) issues.push(...issuesOf(binding, path, 'the label'));
    else if (typeProblem !== null) issues.push({ path, ...typeProblem });
    else if (binding.reads.length === 0) {
      issues.push({ path, code: 'constant-label', message: 'the label reads no column of the source' });
    }
    if (!binding.ok) continue;
    sql.push(binding.sql);
    for (const name of binding.reads) reads.add(name);
  }
  return { reads, sql };
}

async function readDerived(
  spec: Pick<PipelineSpec, 'features'>,
  source: KnownSource,
  labelReads: ReadonlySet<string>,
  binder: ExpressionBinder,
  issues: SpecIssue[],
): Promise<{
  features: FeatureColumn[];
  types: Map<string, string>;
  sql: Map<string, string>;
  reads: string[];
  /** Of each feature. */
  readsOf: Map<string, readonly string[]>;
}> {
  const features: FeatureColumn[] = [];
  const types = new Map<string, string>();
  const run = new Map<string, string>();
  const reads: string[] = [];
  const readsOf = new Map<string, readonly string[]>();
  const taken = new Set(source.columns.map((column) => nameKey(column.name)));
  for (const [index, { name, sql }] of (spec.features.derived ?? []).entries()) {
    const path = `features.derived[${index}]`;
    if (!isNameable(name)) {
      const message = 'a name can not hold a NUL character';
      issues.push({ path: `${path}.name`, code: 'unusable-name', message });
      continue;
    }
    if (isReservedName(name))
      issues.push({ path: `${path}.name`, code: 'reserved-name', message: reserved(name) });
    if (taken.has(nameKey(name))) {
      issues.push({ path: `${path}.name`, code: 'name-taken', message: `there is already a column ${name}` });
    }
    taken.add(nameKey(name));
    const binding = await binder.bind(sql);
    if (!binding.ok) {
      issues.push(...issuesOf(binding, `${path}.sql`, 'the feature'));
      continue;
    }
    const kind = kindOfType(binding.duckdbType);
    if (kind === null) {
      const message = `a feature is a number, a time, a boolean or a text, not ${binding.duckdbType}`;
      issues.push({ path: `${path}.sql`, code: 'unsupported-type', message });
      continue;
    }
    const leaks = binding.reads.filter((column) => labelReads.has(column));
    if (leaks.length > 0) {
      const message = `it reads ${leaks.join(', ')}, which a label reads: the model would be told the answer`;
      issues.push({ path: `${path}.sql`, code: 'label-leak', message });
      continue;
    }
    features.push({ name, kind, sql });
    types.set(name, binding.duckdbType);
    run.set(name, binding.sql);
    reads.push(...binding.reads);
    readsOf.set(name, binding.reads);
  }
  return { features, types, sql: run, reads, readsOf };
}

function choosePlain(
  spec: Pick<PipelineSpec, 'features'>,
  source: KnownSource,
  labelReads: ReadonlySet<string>,
  issues: SpecIssue[],
): { features: FeatureColumn[]; notes: string[] } {
  const names = source.columns.map((column) => column.name);
  const included = spec.features.include ?? null;
  const excluded = spec.features.exclude ?? [];
  const excludedKeys = new Set(excluded.map(nameKey));
  const known = new Set(names.map(nameKey));
  for (const [key, listed] of [
    ['include', included ?? []],
    ['exclude', excluded],
  ] as const) {
    for (const [index, name] of listed.entries()) {
      if (!known.has(nameKey(name)))
        issues.push({ path: `features.${key}[${index}]`, ...unknownColumn(name, names) });
    }
  }
  const features: FeatureColumn[] = [];
  const notes: string[] = [];
  const places = new Map((included ?? []).map((name, index) => [nameKey(name), index]));
  const leftOut: LeftOutColumn[] = [];
  for (const { name, duckdbType } of source.columns) {
    const asked = places.get(nameKey(name)) ?? -1;
    const declared = source.joined?.some((column) => isSameName(column.name, name)) ?? false;
    if ((included !== null && asked < 0 && !declared) || excludedKeys.has(nameKey(name))) continue;
    if (asked < 0 && source.partitions?.some((partition) => isSameName(partition, name))) {
      notes.push(
        `${name} comes from folders (source.partitions): it is a feature only where features.include or features.derived names it.`,
      );
      continue;
    }
    const kind = kindOfType(duckdbType);
    const refusal = refusalOf(name, duckdbType, source, labelReads);
    if (refusal === null && kind !== null) features.push({ name, kind, sql: quoteName(name) });
    else if (refusal !== null && asked >= 0) issues.push({ path: `features.include[${asked}]`, ...refusal });
    else if (refusal !== null && refusal.code !== 'label-leak')
      leftOut.push({ name, duckdbType, reason: leftOutReasons[refusal.code] });
  }
  return { features, notes: [...notes, ...leftOutNotes(leftOut)] };
}

/** By the code that a column is refused with where it was asked for. */
const leftOutReasons = {
  'unsupported-type': 'type',
  'all-null': 'all-null',
  'reserved-name': 'reserved',
  'unusable-name': 'name',
} as const;

function refusalOf(
  name: string,
  duckdbType: string,
  source: KnownSource,
  labelReads: ReadonlySet<string>,
): { code: keyof typeof leftOutReasons | 'label-leak'; message: string } | null {
  if (!isNameable(name)) {
    return { code: 'unusable-name', message: 'a NUL stands in its name, and SQL can not hold one' };
  }
  if (labelReads.has(name)) {
    return { code: 'label-leak', message: `${name} is read by a label, so it can't be a feature` };
  }
  if (kindOfType(duckdbType) === null) {
    return {
      code: 'unsupported-type',
      message: `its type ${duckdbType} can't be a feature; derive one, such as ${derivedSql(name, duckdbType)}`,
    };
  }
  if (source.allNull.includes(name)) return { code: 'all-null', message: `${name} is NULL in every row` };
  return isReservedName(name) ? { code: 'reserved-name', message: reserved(name) } : null;
}

function reserved(name: string): string {
  return `the name ${name} is kept for Espalier's own columns`;
}

function issuesOf(binding: Binding & { ok: false }, path: string, what: string): SpecIssue[] {
  return binding.problems.map((problem) =>
    problem.code === 'bad-sql'
      ? { path, ...problem, message: `${what} is not usable SQL: ${problem.message}` }
      : { path, ...problem },
  );
}
