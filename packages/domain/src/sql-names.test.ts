import { describe, expect, it } from 'vitest';
import { isSameName } from './sql-names.js';

describe('names', () => {
  it.each([
    ['Click', 'cLICK', true],
    ['a_1', 'A_1', true],
    ['a', 'a ', false],
    ['É', 'é', false],
    ['ẞ', 'ß', false],
    ['İ', 'i', false],
  ])('%s and %s: the same is %s', (a, b, same) => {
    expect(isSameName(a, b)).toBe(same);
  });
});
