/**
 * Responsible for SQL as DuckDB's parser has it, as JSON, and back, with every number's digits as they are.
 * Leaves to others: what may stand in it (expression.ts), and what is changed in it (nan-as-null.ts).
 */
import type { Database } from './database.js';
import { quoteText } from './sql-text.js';

export type SqlNode = Record<string, unknown>;

export interface Statement {
  readonly node: SqlNode;
}

export interface SqlTree {
  readonly statements: readonly Statement[];
}

export interface SqlFailure {
  readonly message: string;
  /** DuckDB's class of the failure, such as COLUMN_NOT_FOUND. */
  readonly subtype?: string;
  /** Name that was not found. */
  readonly name?: string;
}

interface SerializedFailure {
  readonly error: true;
  readonly error_message: string;
  readonly error_subtype?: string;
  readonly name?: string;
}

/** A NUL can't stand in SQL, nor so in what DuckDB makes of it. */
const numberMark = '\0';
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const markedNumbers = /"\\u0000([^"]*)"/g;

export async function parseSql(database: Database, sql: string): Promise<SqlTree | SqlFailure> {
  return read<SqlTree>(await textOf(database, `json_serialize_sql(${quoteText(sql)})`));
}

/** The bound, not optimised plan of a query. */
export async function planSql(
  database: Database,
  sql: string,
): Promise<{ readonly plans: readonly SqlNode[] } | SqlFailure> {
  return read(await textOf(database, `json_serialize_plan(${quoteText(sql)})`));
}

export async function printSql(database: Database, tree: SqlTree): Promise<string> {
  const json = JSON.stringify({ error: false, ...tree }).replace(markedNumbers, '$1');
  return await textOf(database, `json_deserialize_sql(${quoteText(json)})`);
}

export function isFailure<Read extends object>(read: Read | SqlFailure): read is SqlFailure {
  return 'message' in read;
}

/** A number of a tree. */
export function numberOf(value: unknown): number {
  return Number(String(value).replace(numberMark, ''));
}

/** Two plans or trees, wherever their parts stood in the SQL. */
export function isSame(a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (key, field) => (key === 'query_location' ? undefined : field));
  return text(a) === text(b);
}

async function textOf(database: Database, call: string): Promise<string> {
  return (await database.row<{ text: string }>(`SELECT CAST(${call} AS VARCHAR) AS text`)).text;
}

/** JavaScript's numbers would round a BIGINT, and print a DOUBLE their own way: each is kept as a marked text. */
function read<Tree extends object>(json: string): Tree | SqlFailure {
  const marked = json.replace(stringsAndNumbers, (token) =>
    token.startsWith('"') ? token : JSON.stringify(numberMark + token),
  );
  const found = JSON.parse(marked) as Tree | SerializedFailure;
  if (!('error' in found) || found.error !== true) return found as Tree;
  const { error_message: message, error_subtype: subtype, name } = found as SerializedFailure;
  return { message, ...(subtype === undefined ? {} : { subtype }), ...(name === undefined ? {} : { name }) };
}
