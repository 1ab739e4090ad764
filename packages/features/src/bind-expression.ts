/**
 * Responsible for the type of a user's expression over a source's columns, for which of them it reads, and for how it is run.
 * Leaves to others: what type is wanted.
 */
import { nameKey } from '@espalier/domain';
import { nearestName } from '@espalier/spec';
import { readPlan } from './bound-plan.js';
import { Database } from './database.js';
import { plainReason } from './duckdb-reason.js';
import { arrowAdvice, type ParsedExpression, parseExpression, queryOf } from './expression.js';
import { withNanAsNull } from './nan-as-null.js';
import type { SourceColumn } from './parquet-footer.js';
import { quotedForms } from './quoted-names.js';
import { isNameable, quoteName } from './sql-text.js';
import { isFailure, isSame, planSql, printSql, type SqlFailure } from './sql-tree.js';

export type Binding =
  | {
      readonly ok: true;
      readonly duckdbType: string;
      /** Names of the columns that are read, in the source's order. */
      readonly reads: readonly string[];
      /** What is run over a relation `source`: the expression, with NULL for NaN. */
      readonly sql: string;
    }
  | { readonly ok: false; readonly problems: readonly BindingProblem[] };

export interface BindingProblem {
  readonly code: 'bad-sql' | 'unknown-column';
  readonly message: string;
  readonly suggestion?: string;
}

/** Binds expressions against an empty table of the source's columns, in a database that can reach nothing else. */
export class ExpressionBinder implements Disposable {
  private constructor(
    private readonly database: Database,
    private readonly columns: readonly SourceColumn[],
    /** The columns by their quoted names: most expressions are just that, and need no parser. */
    private readonly quoted: ReadonlyMap<string, SourceColumn>,
  ) {}

  /** Columns that SQL can't name are left out. */
  static async create(source: readonly SourceColumn[], scratchDir: string): Promise<ExpressionBinder> {
    const columns = source.filter(({ name }) => isNameable(name));
    const database = await Database.open({ scratchDir, threads: 1 });
    try {
      const definitions = columns.map((column) => `${quoteName(column.name)} ${column.duckdbType}`);
      await database.run(`CREATE TABLE source (${definitions.join(', ')})`);
      await database.run('SET enable_external_access = false');
      await database.run('SET lock_configuration = true');
      const quoted = new Map(columns.map((column) => [quoteName(column.name), column]));
      return new ExpressionBinder(database, columns, quoted);
    } catch (error) {
      database[Symbol.dispose]();
      throw error;
    }
  }

  async bind(sql: string): Promise<Binding> {
    const plain = this.quoted.get(sql);
    if (plain !== undefined) return { ok: true, duckdbType: plain.duckdbType, reads: [plain.name], sql };
    const parsed = await parseExpression(this.database, sql);
    const known = this.columns.map((column) => column.name);
    const keys = new Set(known.map(nameKey));
    if (!parsed.ok) return (await this.unquoted(sql, known)) ?? refused(parsed.reason);
    const unknown = parsed.names.filter((name) => nameKey(name) !== 'source' && !keys.has(nameKey(name)));
    if (unknown.length > 0) {
      const problems = unknown.map((name) => unknownColumn(name, known));
      return (await this.unquoted(sql, known)) ?? { ok: false, problems };
    }
    if (parsed.mentionsRow && !keys.has('source')) {
      return refused('a whole row is no value: name the columns');
    }
    const bound = await planSql(this.database, queryOf(sql));
    if (isFailure(bound)) return { ok: false, problems: [bindingProblem(bound, parsed, known)] };
    const read = readPlan(bound.plans, this.columns.length);
    if (!read.ok) {
      const [aggregate] = parsed.aggregates;
      return refused(
        aggregate === undefined ? read.reason : `${aggregate}() of several rows: ${read.reason}`,
      );
    }
    if (read.columns.length === 0) {
      const unquoted = await this.unquoted(sql, known);
      if (unquoted !== null) return unquoted;
    }
    const reads = read.columns.map((index) => this.columns[index]?.name ?? '');
    const duckdbType = await this.typeOf(sql);
    if (!read.hasFloats) return { ok: true, duckdbType, reads, sql };
    const printed = await planSql(this.database, await printSql(this.database, parsed.tree));
    if (isFailure(printed) || !isSame(printed, bound))
      return refused('it can not be read; write it in simpler words');
    const total = await withNanAsNull(this.database, parsed.tree);
    return { ok: true, duckdbType, reads, sql: expressionOf(total) };
  }

  /** What is wrong where quotes around a column's name are all that is missing; null where they are not. */
  private async unquoted(sql: string, known: readonly string[]): Promise<Binding | null> {
    const keys = new Set(known.map(nameKey));
    for (const form of quotedForms(sql, known)) {
      const parsed = await parseExpression(this.database, form.sql);
      if (!parsed.ok || parsed.names.length === 0) continue;
      if (!parsed.names.every((name) => keys.has(nameKey(name)))) continue;
      const written = form.names.map((name) => `the column ${name} is written ${quoteName(name)}`).join(', ');
      const problem = { code: 'bad-sql' as const, message: `in SQL ${written}`, suggestion: form.sql };
      return { ok: false, problems: [problem] };
    }
    return null;
  }

  private async typeOf(sql: string): Promise<string> {
    const { duckdbType } = await this.database.row<{ duckdbType: string }>(
      `SELECT column_type AS "duckdbType" FROM (DESCRIBE ${queryOf(sql)})`,
    );
    return duckdbType;
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}

function refused(message: string): Binding {
  return { ok: false, problems: [{ code: 'bad-sql', message }] };
}

function bindingProblem(
  failure: SqlFailure,
  parsed: ParsedExpression & { ok: true },
  known: readonly string[],
): BindingProblem {
  if (failure.subtype === 'COLUMN_NOT_FOUND' && failure.name !== undefined)
    return unknownColumn(failure.name, known);
  const reason = plainReason(failure.message);
  return { code: 'bad-sql', message: parsed.hasArrow ? `${reason}; ${arrowAdvice}` : reason };
}

/** The expression of a printed query over `source`. */
function expressionOf(query: string): string {
  const [, expression] = /^SELECT (.*) FROM "source"$/s.exec(query) ?? [];
  if (expression === undefined) throw new Error(`Expected one expression over source, got ${query}`);
  return expression;
}

export function unknownColumn(name: string, known: Iterable<string>): BindingProblem {
  const suggestion = nearestName(name, known);
  const message = `the source has no column ${name}`;
  return suggestion === null
    ? { code: 'unknown-column', message }
    : { code: 'unknown-column', message, suggestion };
}
