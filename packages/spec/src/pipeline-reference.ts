/**
 * Responsible for the tables of docs/pipeline-file.md: every key with its values, default and meaning, from the JSON Schema.
 * Leaves to others: the text around the tables, and writing the file (write-json-schema.js).
 */
import { type JsonSchemaNode, keysAt } from './json-schema.js';

/** Lines of the document between which the tables stand. */
const referenceMarks = {
  begin: '<!-- keys: begin -->',
  end: '<!-- keys: end -->',
} as const;

interface KeyRow {
  readonly path: string;
  readonly node: JsonSchemaNode;
  readonly required: boolean;
}

function* keysOf(node: JsonSchemaNode, path = ''): Generator<KeyRow> {
  const required = new Set(Array.isArray(node.required) ? node.required : []);
  for (const [key, child] of Object.entries(keysAt(node))) {
    const keyPath = `${path}${key}`;
    yield { path: keyPath, node: child, required: required.has(key) };
    yield* keysOf(child, `${keyPath}.`);
    if (child.items) yield* keysOf(child.items, `${keyPath}[].`);
  }
}

function numbers(node: JsonSchemaNode): string {
  const what = node.type === 'integer' ? 'whole number' : 'number';
  const least = node.minimum !== undefined ? `≥ ${node.minimum}` : null;
  const above = node.exclusiveMinimum !== undefined ? `> ${node.exclusiveMinimum}` : null;
  // Zod writes the largest safe integer where there is no limit.
  const most =
    node.maximum !== undefined && node.maximum !== Number.MAX_SAFE_INTEGER ? `≤ ${node.maximum}` : null;
  const below = node.exclusiveMaximum !== undefined ? `< ${node.exclusiveMaximum}` : null;
  return [what, ...[least, above, most, below].filter((bound) => bound !== null)].join(', ');
}

function listSize({ minItems, maxItems }: JsonSchemaNode): string {
  if (minItems === undefined) return 'list';
  return maxItems === undefined ? `list (${minItems} or more)` : `list (${minItems} to ${maxItems})`;
}

function valuesOf(node: JsonSchemaNode): string {
  if (Array.isArray(node.anyOf)) return node.anyOf.map(valuesOf).join(', or ');
  if (Array.isArray(node.examples))
    return `text like ${node.examples.map((each) => `\`${each}\``).join(', ')}`;
  if (Array.isArray(node.enum)) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (Array.isArray(node.type)) return 'share: `10%` or `0.1`';
  switch (node.type) {
    case 'integer':
    case 'number':
      return numbers(node);
    case 'array':
      return `${listSize(node)} of ${node.items?.properties ? 'what follows' : valuesOf(node.items ?? {})}`;
    case 'object':
      return node.properties === undefined ? 'mapping of text to text' : 'keys below';
    case 'boolean':
      return '`true`, `false`';
    default:
      return node.pattern === undefined ? 'text' : `text like \`${node.pattern}\``;
  }
}

function defaultOf({ node, required }: KeyRow): string {
  if (required) return 'required';
  const isMapping = typeof node.default === 'object' && !Array.isArray(node.default);
  if (node.default === undefined || isMapping || node.type === 'object') return '';
  return `\`${JSON.stringify(node.default).replace(/^"(.*)"$/, '$1')}\``;
}

function tableRow(row: KeyRow): string {
  const cells = [`\`${row.path}\``, valuesOf(row.node), defaultOf(row), row.node.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The document with its tables made anew. @throws RangeError when it lacks the marks */
export function withReference(document: string, schema: JsonSchemaNode): string {
  const begin = document.indexOf(referenceMarks.begin);
  const end = document.indexOf(referenceMarks.end);
  if (begin < 0 || end < begin) throw new RangeError('the document lacks the marks of its tables');
  const table = ['| key | values | default | meaning |', '| --- | --- | --- | --- |'];
  for (const row of keysOf(schema)) table.push(tableRow(row));
  const before = document.slice(0, begin + referenceMarks.begin.length);
  return `${before}\n\n${table.join('\n')}\n\n${document.slice(end)}`;
}
