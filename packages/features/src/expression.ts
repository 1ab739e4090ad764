/**
 * Responsible for reading a user's SQL as one pure expression over a row: which columns it reads, and why it may not.
 * Leaves to others: its type and binding, which DuckDB's own binder decides.
 */
import type { Database } from './database.js';
import { operand, quoteText } from './sql-text.js';

export type ExpressionCheck =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly reason: string };

interface SerializedQuery {
  readonly error: boolean;
  readonly error_message?: string;
  readonly statements?: readonly { readonly node: Readonly<Record<string, unknown>> }[];
}

/** Everything else (subqueries, windows, stars, parameters, defaults) reaches beyond the row. */
const rowClasses = new Set([
  'COLUMN_REF',
  'CONSTANT',
  'COMPARISON',
  'CONJUNCTION',
  'OPERATOR',
  'FUNCTION',
  'CASE',
  'CAST',
  'BETWEEN',
  'COLLATE',
  'LAMBDA',
]);

/** DuckDB calls these consistent, but they read the clock, the machine or the connection. */
const impureFunctions = new Set([
  'age',
  'current_localtime',
  'current_localtimestamp',
  'current_role',
  'current_setting',
  'current_user',
  'getenv',
  'getvariable',
  'parse_duckdb_log_message',
  'session_user',
  'unnest',
  'user',
  'version',
]);

/** DuckDB's catalogue is the same in every database of a process. */
let forbiddenNames: ReadonlySet<string> | undefined;

/** Names of functions that an expression over one row may not call: volatile ones and aggregates. */
async function forbiddenFunctions(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ name: string }>(
    `SELECT DISTINCT function_name AS name FROM duckdb_functions()
     WHERE function_type = 'aggregate' OR stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')`,
  );
  const names = new Set([...rows.map((row) => row.name), ...impureFunctions]);
  // An aggregate's name can be a plain function of a list or text as well.
  for (const shared of ['list', 'first', 'last']) names.delete(shared);
  return names;
}

/** Parses expressions; the catalogue of forbidden functions is read once. */
export class ExpressionReader {
  private constructor(
    private readonly database: Database,
    private readonly forbidden: ReadonlySet<string>,
  ) {}

  static async create(database: Database): Promise<ExpressionReader> {
    forbiddenNames ??= await forbiddenFunctions(database);
    return new ExpressionReader(database, forbiddenNames);
  }

  /**
   * Reads `sql` without running it.
   * @returns the first part of each column reference, as written; or why it isn't one pure expression over a row.
   */
  async read(sql: string): Promise<ExpressionCheck> {
    const query = quoteText(`SELECT ${operand(sql)} FROM source`);
    const { json } = await this.database.row<{ json: string }>(
      `SELECT json_serialize_sql(${query})::VARCHAR AS json`,
    );
    const parsed = JSON.parse(json) as SerializedQuery;
    if (parsed.error) return { ok: false, reason: parsed.error_message ?? 'it is not an expression' };
    const [statement, ...others] = parsed.statements ?? [];
    const node = statement?.node;
    const selected = node?.select_list;
    const plain =
      others.length === 0 &&
      node?.type === 'SELECT_NODE' &&
      Array.isArray(selected) &&
      selected.length === 1 &&
      (node.from_table as { type?: string } | null)?.type === 'BASE_TABLE' &&
      !node.where_clause;
    if (!plain) return { ok: false, reason: 'it must be one expression' };
    const names = new Set<string>();
    const reason = this.visit(selected[0], names, new Set());
    return reason === null ? { ok: true, names: [...names] } : { ok: false, reason };
  }

  private visit(node: unknown, names: Set<string>, bound: ReadonlySet<string>): string | null {
    if (Array.isArray(node)) return firstReason(node, (child) => this.visit(child, names, bound));
    if (node === null || typeof node !== 'object') return null;
    const fields = node as Record<string, unknown>;
    const kind = fields.class;
    if (typeof kind === 'string') {
      if (!rowClasses.has(kind)) return reasonAgainst(kind);
      if (kind === 'CONSTANT') return null;
      if (kind === 'COLUMN_REF') {
        const name = (fields.column_names as string[])[0] ?? '';
        if (!bound.has(name)) names.add(name);
        return null;
      }
      if (kind === 'FUNCTION') {
        const name = String(fields.function_name).toLowerCase();
        if (this.forbidden.has(name)) return `${name}() does not give one fixed value for a row`;
      }
      if (kind === 'LAMBDA') {
        const parameters = new Set<string>();
        this.visit(fields.lhs, parameters, new Set());
        return this.visit(fields.expr, names, new Set([...bound, ...parameters]));
      }
    }
    return firstReason(Object.values(fields), (child) => this.visit(child, names, bound));
  }
}

function firstReason(children: readonly unknown[], visit: (child: unknown) => string | null): string | null {
  for (const child of children) {
    const reason = visit(child);
    if (reason !== null) return reason;
  }
  return null;
}

function reasonAgainst(kind: string): string {
  switch (kind) {
    case 'SUBQUERY':
      return 'a subquery is not allowed: an expression sees one row';
    case 'WINDOW':
      return 'a window function is not allowed: an expression sees one row';
    case 'STAR':
      return '* and COLUMNS() are not allowed: name the columns';
    case 'PARAMETER':
      return 'parameters are not allowed';
    default:
      return `${kind.toLowerCase()} is not allowed in an expression over one row`;
  }
}
