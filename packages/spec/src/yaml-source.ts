/**
 * Responsible for YAML text: its value, its syntax errors, and the line and column of any place in it.
 * Leaves to others: what the value means (validate-spec.ts).
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';
import { type PathSegment, parsePath } from './issue-path.js';
import type { SpecIssue } from './spec-issue.js';
import { isMergeKey, mergedMaps, yamlProblems } from './yaml-problems.js';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlSource {
  /** The value, as far as the text could be read. */
  readonly value: unknown;
  readonly issues: readonly SpecIssue[];
  /** True where the text is too broken for its value to be judged. */
  readonly unreadable: boolean;
  /** Where `path` stands: its key, else its nearest parent's. Null for the empty file. */
  positionOf(path: string): Position | null;
}

const documentPath = '';

function startOf(node: unknown): number | null {
  const range = (node as Node | null)?.range;
  return range ? range[0] : null;
}

function offsetOf(document: Document, segments: readonly PathSegment[]): number | null {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const segment of segments) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = pairOf(document, node, String(segment));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number' && segment < node.items.length) {
      node = node.items[segment];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

/** The pair of a key, of the mapping's own or of those that it takes in. */
function pairOf(document: Document, map: YAMLMap, key: string): Pair | undefined {
  const own = map.items.find(
    (item) => isScalar(item.key) && !isMergeKey(item.key) && String(item.key.value) === key,
  );
  if (own !== undefined) return own;
  const merged = map.items.filter((item) => isMergeKey(item.key));
  return merged
    .flatMap(({ value }) => mergedMaps(document, value) ?? [])
    .map((source) => pairOf(document, source, key))
    .find((pair) => pair !== undefined);
}

export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = yamlProblems(document);
  const issues: SpecIssue[] = problems.map(({ code, message, offset }) => ({
    path: documentPath,
    code,
    message,
    ...position(offset),
  }));
  let unreadable = problems.some(({ code }) => code !== 'duplicate');
  let value: unknown = null;
  try {
    if (!unreadable) value = document.toJS();
  } catch {
    // All that is known to fail is told before; what is left is the library's limit of aliases.
    unreadable = true;
    issues.push({ path: documentPath, code: 'syntax', message: 'too many aliases (*) of aliases' });
  }
  return {
    value,
    issues,
    unreadable,
    positionOf(path) {
      const offset = offsetOf(document, parsePath(path));
      return offset === null ? null : position(offset);
    },
  };
}

/** A value as YAML text, which reads as the same value. */
export function writeYaml(value: unknown): string {
  // What stands in it twice is written twice: so many aliases as a script may make are refused when they are read.
  return stringify(value, { aliasDuplicateObjects: false });
}
