import { describe, expect, it } from 'vitest';
import { student95 } from './interval.js';
import { studentTail } from './student-tail.js';

describe('studentTail', () => {
  it.each([
    // Closed forms: 1/2 - atan(t)/π for one degree, 1/2 - t/(2 sqrt(2 + t²)) for two, and the normal one far out.
    [1, 1, 0.25],
    [-1, 1, 0.75],
    [3, 1, 0.5 - Math.atan(3) / Math.PI],
    [2, 2, 0.5 - 2 / (2 * Math.sqrt(6))],
    [0, 7, 0.5],
    [1.959963984540054, 1e9, 0.025],
    [-2.5758293035489004, 1e9, 0.995],
    [Number.POSITIVE_INFINITY, 5, 0],
  ])('of %d with %d degrees of freedom', (t, degreesOfFreedom, expected) => {
    expect(studentTail(t, degreesOfFreedom)).toBeCloseTo(expected, 6);
  });

  it.each([1, 2, 5, 10, 11, 30, 200, 10_000, 1_000_000])(
    'is a fortieth beyond the 95 %% point of %d degrees of freedom',
    (n) => {
      expect(studentTail(student95(n), n)).toBeCloseTo(0.025, 5);
      expect(studentTail(-student95(n), n)).toBeCloseTo(0.975, 5);
    },
  );

  it('tells small tails by their digits', () => {
    // Two degrees: 1/2 (1 - t / sqrt(2 + t²)), which is 1/(2 t²) far out.
    expect(studentTail(1e5, 2) * 2e10).toBeCloseTo(1, 4);
  });
});
