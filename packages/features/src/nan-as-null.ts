/**
 * Responsible for expressions in which NaN is NULL. In SQL, NaN is a number, and the largest: `dwell > 30` would be true of it.
 * Only what an expression itself asks of NaN (isnan, isfinite, isinf, a comparison with NaN) sees it.
 * Leaves to others: whether the expression is allowed (expression.ts).
 */
import type { Database } from './database.js';
import { isFailure, parseSql, printSql, type SqlNode, type SqlTree, type Statement } from './sql-tree.js';

/** Functions that tell NaN from numbers. */
const askers = new Set(['isnan', 'isfinite', 'isinf']);
const floats = new Set(['FLOAT', 'DOUBLE']);
const computed = new Set(['FUNCTION', 'OPERATOR', 'CASE']);
const sets = new Set(['COMPARE_IN', 'COMPARE_NOT_IN']);

/** A place in a tree. */
interface Place {
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/**
 * The query with NULL for NaN: in columns, casts of texts, and whatever is compared.
 * @param tree of one query; it is not changed
 */
export async function withNanAsNull(database: Database, tree: SqlTree): Promise<string> {
  const copy = structuredClone(tree);
  const [statement] = copy.statements;
  const selected = statement?.node.select_list as unknown[];
  const places: Place[] = [];
  collect({ parent: selected as unknown as Place['parent'], key: 0 }, places, false);
  if (places.length > 0) {
    const isFloat = await floatTypes(database, tree, places.map(valueAt));
    const template = await templateOf(database);
    // The innermost first: a place found later lies deeper.
    for (const [index, place] of [...places.entries()].reverse()) {
      if (isFloat[index]) place.parent[place.key] = wrap(template, valueAt(place));
    }
  }
  return await printSql(database, copy);
}

function valueAt({ parent, key }: Place): SqlNode {
  return parent[key] as SqlNode;
}

/** @param compared whether the node is what a comparison compares */
function collect(place: Place, places: Place[], compared: boolean): void {
  const node = valueAt(place) as unknown;
  if (node === null || typeof node !== 'object') return;
  const fields = node as Record<string, unknown>;
  const kind = String(fields.class);
  if (kind === 'LAMBDA' || asksForNan(fields)) return;
  if (kind === 'COLUMN_REF' || kind === 'CAST' || (compared && computed.has(kind))) places.push(place);
  const compares = kind === 'COMPARISON' || kind === 'BETWEEN' || sets.has(String(fields.type));
  for (const key of Object.keys(fields)) {
    const child = { parent: fields, key };
    if (Array.isArray(fields[key])) {
      for (const index of (fields[key] as unknown[]).keys()) {
        collect({ parent: fields[key] as unknown as Place['parent'], key: index }, places, compares);
      }
    } else collect(child, places, compares);
  }
}

function asksForNan(node: SqlNode): boolean {
  if (node.class === 'FUNCTION') return askers.has(String(node.function_name).toLowerCase());
  const operands =
    node.class === 'COMPARISON' ? [node.left, node.right] : sets.has(String(node.type)) ? node.children : [];
  return (operands as readonly unknown[]).some(isNan);
}

/** `'nan'::DOUBLE` */
function isNan(node: unknown): boolean {
  const { class: kind, child } = node as SqlNode;
  const constant = (child as SqlNode | undefined)?.value as SqlNode | undefined;
  return kind === 'CAST' && /^[-+]?nan$/i.test(String(constant?.value));
}

async function floatTypes(database: Database, tree: SqlTree, nodes: readonly SqlNode[]): Promise<boolean[]> {
  const [statement] = tree.statements;
  const named = nodes.map((node, index) => ({ ...node, alias: `c${index}` }));
  const node = { ...statement?.node, select_list: named };
  const query = await printSql(database, { statements: [{ ...statement, node }] });
  const types = await database.rows<{ type: string }>(`SELECT column_type AS type FROM (DESCRIBE ${query})`);
  return types.map(({ type }) => floats.has(type));
}

async function templateOf(database: Database): Promise<SqlNode> {
  const tree = await parseSql(database, 'SELECT CASE WHEN isnan(x) THEN NULL ELSE x END');
  if (isFailure(tree)) throw new Error(tree.message);
  const [statement] = tree.statements as readonly [Statement];
  return (statement.node.select_list as readonly [SqlNode])[0];
}

/** The template with `node` for its column; what `node` was called (an argument's name) the whole is called. */
function wrap(template: SqlNode, node: SqlNode): SqlNode {
  const inner = { ...node, alias: '' };
  const fill = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(fill);
    if (part === null || typeof part !== 'object') return part;
    if ((part as SqlNode).class === 'COLUMN_REF') return inner;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fill(value)]));
  };
  return { ...(fill(template) as SqlNode), alias: node.alias };
}
