/**
 * Responsible for the type of a user's expression over a source's columns, and for which of them it reads.
 * Leaves to others: what type is wanted.
 */
import { nearestName } from '@espalier/spec';
import { Database, firstLine } from './database.js';
import { ExpressionReader } from './expression.js';
import type { SourceColumn } from './parquet-footer.js';
import { quotedForms } from './quoted-names.js';
import { operand, quoteName } from './sql-text.js';

export type Binding =
  | { readonly ok: true; readonly duckdbType: string; readonly reads: readonly string[] }
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
    private readonly reader: ExpressionReader,
    /** The columns by their names' lower-case form: SQL names are case-insensitive. */
    private readonly columns: ReadonlyMap<string, SourceColumn>,
    /** The columns by their quoted names: most expressions are just that, and need no parser. */
    private readonly quoted: ReadonlyMap<string, SourceColumn>,
  ) {}

  static async create(columns: readonly SourceColumn[], scratchDir: string): Promise<ExpressionBinder> {
    const database = await Database.open({ scratchDir, threads: 1 });
    try {
      const definitions = columns.map((column) => `${quoteName(column.name)} ${column.duckdbType}`);
      await database.run(`CREATE TABLE source (${definitions.join(', ')})`);
      await database.run('SET enable_external_access = false');
      await database.run('SET lock_configuration = true');
      return new ExpressionBinder(
        database,
        await ExpressionReader.create(database),
        new Map(columns.map((column) => [column.name.toLowerCase(), column])),
        new Map(columns.map((column) => [quoteName(column.name), column])),
      );
    } catch (error) {
      database[Symbol.dispose]();
      throw error;
    }
  }

  async bind(sql: string): Promise<Binding> {
    const plain = this.quoted.get(sql);
    if (plain !== undefined) return { ok: true, duckdbType: plain.duckdbType, reads: [plain.name] };
    const parsed = await this.reader.read(sql);
    if (!parsed.ok) {
      const unquoted = await this.unquotedProblem(sql);
      return { ok: false, problems: [unquoted ?? { code: 'bad-sql', message: parsed.reason }] };
    }
    const reads: string[] = [];
    const problems: BindingProblem[] = [];
    for (const name of parsed.names) {
      const column = this.columns.get(name.toLowerCase());
      if (column === undefined) problems.push(unknownColumn(name, this.knownNames()));
      else reads.push(column.name);
    }
    if (problems.length > 0 || reads.length === 0) {
      const unquoted = await this.unquotedProblem(sql);
      if (unquoted !== null) return { ok: false, problems: [unquoted] };
    }
    if (problems.length > 0) return { ok: false, problems };
    try {
      const { duckdbType } = await this.database.row<{ duckdbType: string }>(
        `SELECT column_type AS "duckdbType" FROM (DESCRIBE SELECT ${operand(sql)} FROM source)`,
      );
      return { ok: true, duckdbType, reads };
    } catch (error) {
      const message = firstLine(error instanceof Error ? error.message : String(error));
      return { ok: false, problems: [{ code: 'bad-sql', message }] };
    }
  }

  /** What is wrong where quotes around a column's name are all that is missing; null where they are not. */
  private async unquotedProblem(sql: string): Promise<BindingProblem | null> {
    for (const form of quotedForms(sql, this.knownNames())) {
      const parsed = await this.reader.read(form.sql);
      if (!parsed.ok || parsed.names.length === 0) continue;
      if (!parsed.names.every((name) => this.columns.has(name.toLowerCase()))) continue;
      const written = form.names.map((name) => `the column ${name} is written ${quoteName(name)}`).join(', ');
      return { code: 'bad-sql', message: `in SQL ${written}`, suggestion: form.sql };
    }
    return null;
  }

  private knownNames(): string[] {
    return [...this.columns.values()].map((column) => column.name);
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}

export function unknownColumn(name: string, known: Iterable<string>): BindingProblem {
  const suggestion = nearestName(name, known);
  const message = `the source has no column ${name}`;
  return suggestion === null
    ? { code: 'unknown-column', message }
    : { code: 'unknown-column', message, suggestion };
}
