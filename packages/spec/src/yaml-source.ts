/**
 * Responsible for YAML text: its value, its syntax errors, and the line and column of any place in it.
 * Leaves to others: what the value means (validate-spec.ts).
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type PathSegment, parsePath } from './issue-path.js';
import type { SpecIssue } from './spec-issue.js';

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
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(segment),
      );
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

export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [...document.errors, ...document.warnings];
  const issues = problems.map((problem) => ({
    path: documentPath,
    code: problem.code === 'DUPLICATE_KEY' ? 'duplicate' : 'syntax',
    message: problem.code === 'DUPLICATE_KEY' ? 'the same key stands twice' : `not YAML: ${problem.message}`,
    ...position(problem.pos[0]),
  }));
  const unreadable = problems.some((problem) => problem.code !== 'DUPLICATE_KEY');
  return {
    value: unreadable ? null : document.toJS(),
    issues,
    unreadable,
    positionOf(path) {
      const offset = offsetOf(document, parsePath(path));
      return offset === null ? null : position(offset);
    },
  };
}
