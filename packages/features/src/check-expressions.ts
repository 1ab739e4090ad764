/**
 * Responsible for labels and derived columns that fail, and labels that are NULL, on a sample of the rows, which is all of a
 * small source: told before any work starts.
 * Leaves to others: the rows beyond the sample (extraction-failure.ts, shard-statistics.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { ExpressionBinder } from './bind-expression.js';
import { featureSql } from './column-kinds.js';
import type { Database } from './database.js';
import { plainReason } from './duckdb-reason.js';
import type { InspectedObject } from './inspect-source.js';
import { labelKindOf } from './label-kinds/registry.js';
import type { SourceColumn } from './parquet-footer.js';
import { sampleSource } from './sample-blocks.js';
import type { SourceAccess } from './source-bytes.js';
import { operand } from './sql-text.js';

const sampledRows = 20_000;

export interface RowsToTry {
  readonly objects: readonly InspectedObject[];
  readonly columns: readonly SourceColumn[];
}

interface Tried {
  readonly path: string;
  readonly sql: string;
  /** Of a label; null of a feature, which may be NULL. */
  readonly nullRemedy: string | null;
  rows: number;
  nulls: number;
  failure: string | null;
}

/** Reads at most some 20,000 rows of the columns that the expressions read. */
export async function checkExpressions(
  database: Database,
  spec: Pick<PipelineSpec, 'features' | 'tasks'>,
  { objects, columns }: RowsToTry,
  access: SourceAccess,
): Promise<SpecIssue[]> {
  const { tried, reads } = await bindAll(spec, columns, access.scratchDir);
  if (tried.length === 0) return [];
  await sampleSource(database, objects, { rows: sampledRows, columns: [...reads] }, access).each(
    async (table) => {
      if (await tryAll(database, tried, table)) return;
      for (const one of tried) if (one.failure === null) await tryAll(database, [one], table);
    },
  );
  const total = objects.reduce((sum, { footer }) => sum + footer.rows, 0);
  return tried.flatMap((one) => issueOf(one, total));
}

async function bindAll(
  { features, tasks }: Pick<PipelineSpec, 'features' | 'tasks'>,
  columns: readonly SourceColumn[],
  scratchDir: string,
): Promise<{ tried: Tried[]; reads: Set<string> }> {
  using binder = await ExpressionBinder.create(columns, scratchDir);
  const counts = { rows: 0, nulls: 0, failure: null };
  const tried: Tried[] = [];
  const reads = new Set<string>();
  for (const [index, task] of tasks.entries()) {
    const binding = await binder.bind(task.label);
    if (!binding.ok) continue;
    const kind = labelKindOf(task);
    const sql = kind.valueSql(operand(binding.sql));
    tried.push({ path: `tasks[${index}].label`, sql, nullRemedy: kind.nullRemedy('…'), ...counts });
    for (const name of binding.reads) reads.add(name);
  }
  for (const [index, { sql: written }] of (features.derived ?? []).entries()) {
    const binding = await binder.bind(written);
    if (!binding.ok) continue;
    const sql = featureSql(binding.sql, binding.duckdbType);
    tried.push({ path: `features.derived[${index}].sql`, sql, nullRemedy: null, ...counts });
    for (const name of binding.reads) reads.add(name);
  }
  return { tried, reads };
}

/** @returns false where one of several fails, and nothing is counted */
async function tryAll(database: Database, tried: readonly Tried[], table: string): Promise<boolean> {
  const counts = tried.map(({ sql }, index) => `count(${sql})::DOUBLE AS c${index}`);
  try {
    const found = await database.row<Record<string, number>>(
      `SELECT count(*)::DOUBLE AS "rows", ${counts.join(',\n')} FROM ${table} AS source`,
    );
    for (const [index, one] of tried.entries()) {
      one.rows += found.rows ?? 0;
      one.nulls += (found.rows ?? 0) - (found[`c${index}`] ?? 0);
    }
    return true;
  } catch (error) {
    if (error instanceof EspalierError || database.isInterrupted) throw error;
    const [only, ...others] = tried;
    if (only === undefined || others.length > 0) return false;
    if (!(await isReadable(database, table))) throw error;
    only.failure = plainReason(error);
    return true;
  }
}

/** Whether it is the expression that fails, and not the rows. */
async function isReadable(database: Database, table: string): Promise<boolean> {
  return await database.run(`SELECT count(hash(source)) FROM ${table} AS source`).then(
    () => true,
    () => false,
  );
}

function issueOf({ path, nullRemedy, rows, nulls, failure }: Tried, total: number): SpecIssue[] {
  if (failure !== null) {
    const remedy = 'make it total, with TRY_CAST, TRY or COALESCE';
    return [{ path, code: 'expression-failed', message: `it fails on a row: ${failure}; ${remedy}` }];
  }
  if (nullRemedy === null || nulls === 0) return [];
  const count = (value: number) => value.toLocaleString('en-US');
  const of = rows === total ? `${count(rows)} rows` : `${count(rows)} sampled rows`;
  const message = `the label is NULL for ${count(nulls)} of ${of} (NaN counts as NULL); ${nullRemedy}`;
  return [{ path, code: 'null-label', message }];
}
