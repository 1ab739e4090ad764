/**
 * Responsible for saying Zod's issues in the words of a pipeline's author.
 * Leaves to others: positions in the file (load-spec.ts).
 */
import type { z } from 'zod';
import { formatPath } from './issue-path.js';
import { suggestKey } from './known-keys.js';
import { nearestName } from './nearest-name.js';
import type { SpecIssue } from './spec-issue.js';

const expectedNames: Readonly<Record<string, string>> = {
  object: 'a mapping of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function describeInput(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping of keys';
  if (typeof input === 'string') return `the text ${JSON.stringify(input)}`;
  if (typeof input === 'function') return 'a function';
  return `the ${typeof input} ${String(input)}`;
}

function describeWrongType(expected: string, input: unknown): string {
  const scalar = ['number', 'boolean'].includes(typeof input);
  const hint = expected === 'string' && scalar ? '; put it in quotes' : '';
  return `expected ${expectedNames[expected] ?? expected}, got ${describeInput(input)}${hint}`;
}

function describeBound(side: 'least' | 'most', bound: number | bigint, inclusive: boolean, origin: string) {
  if (origin === 'array' || origin === 'string') {
    const unit = origin === 'array' ? 'entries' : 'characters';
    if (side === 'least' && Number(bound) === 1) return 'must not be empty';
    return `must have at ${side} ${bound} ${unit}`;
  }
  if (inclusive) return `must be at ${side} ${bound}`;
  return side === 'least' ? `must be above ${bound}` : `must be below ${bound}`;
}

/** `issue.input` must be reported (`reportInput: true`). */
export function specIssuesOfZodIssue(issue: z.core.$ZodIssue): SpecIssue[] {
  const path = formatPath(issue.path);
  const valueIssue = ['invalid_type', 'invalid_union', 'invalid_value'].includes(issue.code);
  if (valueIssue && issue.input === undefined) return [{ path, code: 'missing', message: 'is missing' }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const suggestion = suggestKey(issue.path, key);
        const base = { path: formatPath([...issue.path, key]), code: 'unknown-key', message: 'unknown key' };
        return suggestion === null ? base : { ...base, suggestion };
      });
    case 'invalid_type':
      return [{ path, code: 'wrong-type', message: describeWrongType(issue.expected, issue.input) }];
    case 'invalid_value': {
      const values = issue.values.map(String);
      const suggestion = nearestName(String(issue.input), values);
      const message = `expected ${values.join(' or ')}, got ${describeInput(issue.input)}`;
      return [{ path, code: 'wrong-value', message, ...(suggestion === null ? {} : { suggestion }) }];
    }
    case 'too_small':
      return [
        {
          path,
          code: 'out-of-range',
          message: describeBound('least', issue.minimum, issue.inclusive ?? true, issue.origin),
        },
      ];
    case 'too_big':
      return [
        {
          path,
          code: 'out-of-range',
          message: describeBound('most', issue.maximum, issue.inclusive ?? true, issue.origin),
        },
      ];
    default:
      return [{ path, code: 'wrong-value', message: issue.message }];
  }
}
