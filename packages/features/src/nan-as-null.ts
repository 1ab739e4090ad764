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
  /** Of a lambda's body, which no query can be asked the types of. */
  readonly inLambda: boolean;
}

/** What is NULL for a NaN `x`; the second of an `x` of any type. */
const ofFloat = 'CASE WHEN isnan(x) THEN NULL ELSE x END';
const ofAny = `CASE WHEN typeof(x) IN ('FLOAT', 'DOUBLE') AND TRY_CAST(x AS VARCHAR) = 'nan' THEN NULL ELSE x END`;

/**
 * The query with NULL for NaN: in columns, elements of lists, casts of texts, and whatever is compared or cast.
 * @param tree of one query; it is not changed
 */
export async function withNanAsNull(database: Database, tree: SqlTree): Promise<string> {
  const copy = structuredClone(tree);
  const [statement] = copy.statements;
  const selected = statement?.node.select_list as unknown[];
  const places: Place[] = [];
  collect({ parent: selected as unknown as Place['parent'], key: 0, inLambda: false }, places, false);
  if (places.length > 0) {
    const typed = places.filter(({ inLambda }) => !inLambda);
    const isFloat = await floatTypes(database, tree, typed.map(valueAt));
    const floatPlaces = new Set(typed.filter((_, index) => isFloat[index]));
    const [float, any] = [await templateOf(database, ofFloat), await templateOf(database, ofAny)];
    // The innermost first: a place found later lies deeper.
    for (const place of places.toReversed()) {
      if (place.inLambda) place.parent[place.key] = wrap(any, valueAt(place));
      else if (floatPlaces.has(place)) place.parent[place.key] = wrap(float, valueAt(place));
    }
  }
  return await printSql(database, copy);
}

function valueAt({ parent, key }: Place): SqlNode {
  return parent[key] as SqlNode;
}

/** @param compared whether the node is what a comparison compares, or a cast takes */
function collect(place: Place, places: Place[], compared: boolean): void {
  const node = valueAt(place) as unknown;
  if (node === null || typeof node !== 'object') return;
  const fields = node as Record<string, unknown>;
  const kind = String(fields.class);
  if (asksForNan(fields)) return;
  if (kind === 'LAMBDA') {
    collect({ parent: fields, key: 'expr', inLambda: true }, places, true);
    return;
  }
  if (kind === 'COLUMN_REF' || kind === 'CAST' || (compared && computed.has(kind))) places.push(place);
  const compares =
    kind === 'COMPARISON' || kind === 'BETWEEN' || kind === 'CAST' || sets.has(String(fields.type));
  for (const key of Object.keys(fields)) {
    const { inLambda } = place;
    if (Array.isArray(fields[key])) {
      for (const index of (fields[key] as unknown[]).keys()) {
        collect(
          { parent: fields[key] as unknown as Place['parent'], key: index, inLambda },
          places,
          compares,
        );
      }
    } else collect({ parent: fields, key, inLambda }, places, compares);
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

async function templateOf(database: Database, sql: string): Promise<SqlNode> {
  const tree = await parseSql(database, `SELECT ${sql}`);
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
