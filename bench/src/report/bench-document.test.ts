import { describe, expect, it } from 'vitest';
import { figure, result } from './bench-document.js';

describe('figure', () => {
  it.each([
    { values: [3, 1, 2], value: 2 },
    { values: [4, 1, 3, 2], value: 2.5 },
    { values: [5], value: 5 },
  ])('takes the median of $values', ({ values, value }) => {
    const expected = { value, low: Math.min(...values), high: Math.max(...values) };
    expect(figure('ratio', values, 'x')).toEqual({ case: 'ratio', unit: 'x', ...expected });
  });

  it('refuses a case without rounds', () => {
    expect(() => figure('ratio', [], 'x')).toThrow(RangeError);
  });
});

describe('result', () => {
  it.each([
    { better: 'higher' as const, limit: 0.85, value: 0.85, target: '>= 0.85', holds: true },
    { better: 'higher' as const, limit: 0.85, value: 0.84, target: '>= 0.85', holds: false },
    { better: 'lower' as const, limit: 3, value: 3.1, target: '<= 3', holds: false },
    { better: 'lower' as const, limit: 3, value: 2.9, target: '<= 3', holds: true },
  ])('$value against $target: $holds', ({ better, limit, value, target, holds }) => {
    expect(result(figure('c', [value], 's'), { limit, better })).toMatchObject({ target, holds });
  });
});
