/**
 * Responsible for reading a user's SQL as one expression over a row, as it is written: its form, the functions that it calls by
 * name, the names that it mentions.
 * Leaves to others: what it is bound to, and which columns it reads (bound-plan.ts).
 */
import type { Database } from './database.js';
import { callable, listAggregates, whyRefused } from './sql-functions.js';
import { operand } from './sql-text.js';
import { isFailure, parseSql, type SqlNode, type SqlTree } from './sql-tree.js';

export type ParsedExpression =
  | {
      readonly ok: true;
      readonly tree: SqlTree;
      /** First parts of what stands where a column may, but for parameters of lambdas. */
      readonly names: readonly string[];
      /** Aggregates that are called by name. */
      readonly aggregates: readonly string[];
      readonly hasArrow: boolean;
      /** Whether `source` stands alone: the whole row, unless a column has that name. */
      readonly mentionsRow: boolean;
    }
  | { readonly ok: false; readonly reason: string };

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
  'TYPE',
]);

/** What gives true or false, of which an arrow takes nothing. */
const conditions = new Set(['CONJUNCTION', 'COMPARISON', 'BETWEEN']);

/** What an arrow that binds otherwise than it reads is answered with. */
export const arrowAdvice =
  "-> and ->> bind more loosely than they read: put each in parentheses, such as (payload->>'$.key') = '1'";

/** The query that stands for an expression, over a table `source` of the source's columns. */
export function queryOf(sql: string): string {
  return `SELECT ${operand(sql)} FROM source`;
}

/** Reads `sql` without running it. */
export async function parseExpression(database: Database, sql: string): Promise<ParsedExpression> {
  if (sql.includes('\0')) return { ok: false, reason: 'a NUL character can not stand in SQL' };
  const tree = await parseSql(database, queryOf(sql));
  if (isFailure(tree)) return { ok: false, reason: syntaxReason(tree.message) };
  const [statement, ...others] = tree.statements;
  const node = statement?.node;
  const selected = node?.select_list;
  const plain =
    others.length === 0 &&
    node?.type === 'SELECT_NODE' &&
    Array.isArray(selected) &&
    selected.length === 1 &&
    (node.from_table as SqlNode | null)?.type === 'BASE_TABLE' &&
    !node.where_clause &&
    !node.having &&
    !node.qualify &&
    (node.modifiers as readonly unknown[]).length === 0;
  if (!plain) return { ok: false, reason: 'it must be one expression' };
  const seen = {
    names: new Set<string>(),
    aggregates: new Set<string>(),
    hasArrow: false,
    mentionsRow: false,
  };
  const reason = visit(selected[0], seen);
  if (reason !== null) return { ok: false, reason };
  const { hasArrow, mentionsRow } = seen;
  return { ok: true, tree, names: [...seen.names], aggregates: [...seen.aggregates], hasArrow, mentionsRow };
}

interface Seen {
  readonly names: Set<string>;
  readonly aggregates: Set<string>;
  hasArrow: boolean;
  mentionsRow: boolean;
}

function visit(node: unknown, seen: Seen, bound: ReadonlySet<string> = new Set()): string | null {
  if (Array.isArray(node)) return firstReason(node, (child) => visit(child, seen, bound));
  if (node === null || typeof node !== 'object') return null;
  const fields = node as SqlNode;
  const kind = fields.class;
  if (typeof kind === 'string' && !rowClasses.has(kind)) return reasonAgainst(kind);
  switch (kind) {
    case 'CONSTANT':
      return null;
    case 'COLUMN_REF': {
      const [name = '', ...parts] = fields.column_names as string[];
      if (name.toLowerCase() === 'source' && parts.length === 0) seen.mentionsRow = true;
      if (!bound.has(name)) seen.names.add(name);
      return null;
    }
    case 'FUNCTION': {
      const reason = callReason(fields, seen);
      if (reason !== null) return reason;
      break;
    }
    case 'LAMBDA': {
      // An arrow of JSON too, until it is bound.
      if (isCondition(fields.lhs)) return arrowAdvice;
      seen.hasArrow = true;
      const parameters = new Set<string>();
      visit(fields.lhs, { names: parameters, aggregates: new Set(), hasArrow: false, mentionsRow: false });
      return visit(fields.expr, seen, new Set([...bound, ...parameters]));
    }
  }
  return firstReason(Object.values(fields), (child) => visit(child, seen, bound));
}

function callReason({ function_name: called, children }: SqlNode, seen: Seen): string | null {
  const written = String(called);
  const name = written.toLowerCase();
  if (name === '->>' || name === '->') {
    seen.hasArrow = true;
    if ((children as readonly unknown[]).some(isCondition)) return arrowAdvice;
  }
  if (callable.has(name) || callable.has(written)) return null;
  if (!listAggregates.has(name)) return `${name}() ${whyRefused(name)}`;
  seen.aggregates.add(name);
  return null;
}

function isCondition(node: unknown): boolean {
  const { class: kind, type } = node as SqlNode;
  return (
    conditions.has(String(kind)) || (kind === 'OPERATOR' && /^OPERATOR_(NOT|IS)|^COMPARE_/.test(String(type)))
  );
}

function firstReason(children: readonly unknown[], visit: (child: unknown) => string | null): string | null {
  for (const child of children) {
    const reason = visit(child);
    if (reason !== null) return reason;
  }
  return null;
}

function syntaxReason(message: string): string {
  const [, at] = /at or near "(.*)"/.exec(message) ?? [];
  if (at !== undefined) return `it is no SQL expression: it can't be read at \`${at}\``;
  return /end of input/.test(message)
    ? 'it is no SQL expression: it ends too soon'
    : `it is no SQL expression (${message})`;
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
      return `${kind.toLowerCase().replaceAll('_', ' ')} is not allowed in an expression over one row`;
  }
}
