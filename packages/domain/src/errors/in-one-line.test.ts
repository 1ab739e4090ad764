import { expect, it } from 'vitest';
import type { SerializedError } from './espalier-error.js';
import { inOneLine } from './in-one-line.js';

const invalid = (issues: unknown): SerializedError => ({
  ...{ code: 'spec.invalid', message: 'feed@1 has mistakes.', details: { issues } },
});

it.each<[string, unknown, string]>([
  ['nothing but a message', undefined, 'feed@1 has mistakes.'],
  [
    'a mistake with its place',
    [{ path: 'source.train', message: 'there is no day=2026-01-01' }],
    'feed@1 has mistakes: source.train: there is no day=2026-01-01',
  ],
  ['one of the whole file', [{ path: '', message: 'it is empty' }], 'feed@1 has mistakes: it is empty'],
  [
    'several',
    [{ path: 'a', message: 'is one' }, { path: 'b', message: 'is two' }, { message: 'is three' }],
    'feed@1 has mistakes: a: is one; 2 more',
  ],
  ['what is no list of mistakes', [1, null, 'x'], 'feed@1 has mistakes.'],
])('tells %s', (_, issues, line) => {
  expect(inOneLine(invalid(issues))).toBe(line);
});
