/**
 * Responsible for what DuckDB's binder makes of an expression: the columns that it reads and the functions that it calls, all
 * macros replaced by their bodies and all arrows resolved.
 * Leaves to others: the expression as it is written (expression.ts).
 */
import { boundFunctions, listAggregates, whyRefused } from './sql-functions.js';
import { numberOf, type SqlNode } from './sql-tree.js';

export type PlanReading =
  | {
      readonly ok: true;
      /** Positions of the columns that are read, ascending. */
      readonly columns: readonly number[];
      /** Whether a value may be NaN on the way. */
      readonly hasFloats: boolean;
    }
  | { readonly ok: false; readonly reason: string };

const boundClasses = new Set([
  'BOUND_COMPARISON',
  'BOUND_CONJUNCTION',
  'BOUND_FUNCTION',
  'BOUND_CAST',
  'BOUND_CONSTANT',
  'BOUND_REF',
  'BOUND_OPERATOR',
  'BOUND_CASE',
  'BOUND_BETWEEN',
  'BOUND_AGGREGATE',
  'BOUND_LAMBDA',
  'BOUND_LAMBDA_REF',
]);

/** @param width number of the table's columns */
export function readPlan(plans: readonly SqlNode[], width: number): PlanReading {
  const [projection, ...others] = plans;
  const [get] = (projection?.children ?? []) as readonly SqlNode[];
  const expressions = (projection?.expressions ?? []) as readonly unknown[];
  if (get?.type === 'LOGICAL_AGGREGATE_AND_GROUP_BY') {
    return { ok: false, reason: 'an aggregate is not allowed: an expression sees one row' };
  }
  if (others.length > 0 || projection?.type !== 'LOGICAL_PROJECTION' || expressions.length !== 1) {
    return { ok: false, reason: 'it must be one expression over one row' };
  }
  if (get?.type !== 'LOGICAL_GET' || (get.children as readonly unknown[]).length > 0) {
    return { ok: false, reason: 'it reaches beyond the row: an expression sees one row' };
  }
  const seen = { hasFloats: false };
  const reason = visit(expressions[0], seen);
  if (reason !== null) return { ok: false, reason };
  const indexes = ((get.column_indexes ?? []) as readonly SqlNode[]).map(({ index }) => numberOf(index));
  // A row's number stands beyond all columns, as does the nothing that a constant reads.
  const real = indexes.filter((index) => index < width);
  if (real.length < indexes.length && readsColumn(expressions[0])) {
    return { ok: false, reason: 'it reads the number of the row, which is no column' };
  }
  return { ok: true, columns: [...new Set(real)].sort((a, b) => a - b), hasFloats: seen.hasFloats };
}

function visit(node: unknown, seen: { hasFloats: boolean }): string | null {
  if (node === null || typeof node !== 'object') return null;
  if (!Array.isArray(node)) {
    const fields = node as SqlNode;
    const kind = fields.expression_class;
    if (typeof kind === 'string') {
      if (!boundClasses.has(kind)) {
        return `${kind.replace('BOUND_', '').toLowerCase()} is not allowed in an expression over one row`;
      }
      const type = (fields.return_type as SqlNode | undefined)?.id;
      if (type === 'DOUBLE' || type === 'FLOAT') seen.hasFloats = true;
      const reason = callReason(kind, fields);
      if (reason !== null) return reason;
    }
  }
  for (const child of Object.values(node)) {
    const reason = visit(child, seen);
    if (reason !== null) return reason;
  }
  return null;
}

function callReason(kind: string, { name: called, children }: SqlNode): string | null {
  const name = String(called);
  if (kind === 'BOUND_AGGREGATE') return listAggregates.has(name) ? null : `${name}() ${whyRefused(name)}`;
  if (kind !== 'BOUND_FUNCTION') return null;
  if (name === 'age' && (children as readonly unknown[]).length === 1) {
    return 'age() of one time reads the clock; give it two';
  }
  return boundFunctions.has(name) ? null : `${name}() ${whyRefused(name)}`;
}

function readsColumn(node: unknown): boolean {
  if (node === null || typeof node !== 'object') return false;
  if ((node as SqlNode).expression_class === 'BOUND_REF') return true;
  return Object.values(node).some(readsColumn);
}
