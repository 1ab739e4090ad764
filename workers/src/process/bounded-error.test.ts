import { expect, test } from 'vitest';
import { boundedError } from './bounded-error.js';

const code = 'spec.invalid';
const issue = (i: number) => ({
  path: 'source.train.uri',
  code: 'columns-differ',
  message: `file ${i} lacks a`,
});

test('an error of everyday size stays as it is', () => {
  const error = { code, message: 'A mistake.', details: { issues: [issue(1)] } } as const;
  expect(boundedError(error)).toBe(error);
});

test('an error with ten thousand items keeps some, says how many it left out, and fits', () => {
  const issues = Array.from({ length: 10_000 }, (_, i) => issue(i));
  const message = issues.map((each) => each.message).join('\n');
  const bounded = boundedError({ code, message, details: { issues } });
  expect(bounded.details.issues).toEqual(issues.slice(0, 20));
  expect(bounded.details.omitted).toEqual({ issues: 9_980 });
  expect(bounded.message).toMatch(/^file 0 lacks a\n.* letters more\)$/s);
  expect(JSON.stringify(bounded).length).toBeLessThan(32 * 1024);
});

test('whatever the shape, it fits', () => {
  const wide = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, 'x'.repeat(100_000)]));
  let deep: unknown = wide;
  for (let i = 0; i < 40; i += 1) deep = { wide, deep: [deep, wide] };
  for (const details of [wide, { deep }, { text: 'y'.repeat(5_000_000) }]) {
    const bounded = boundedError({ code: 'workflow.unexpected', message: 'm', details });
    expect(JSON.stringify(bounded).length).toBeLessThan(32 * 1024);
    expect(bounded.message).toBe('m');
  }
});
