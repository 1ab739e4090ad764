import { describe, expect, it } from 'vitest';
import { interval95, student95 } from './interval.js';

describe('student95', () => {
  it.each([
    [1, 12.7062],
    [2, 4.30265],
    [10, 2.22814],
    [11, 2.20099],
    [15, 2.13145],
    [30, 2.04227],
    [120, 1.97993],
    [1e9, 1.95996],
  ])('has the tabled point for %d degrees of freedom', (degreesOfFreedom, point) => {
    expect(student95(degreesOfFreedom)).toBeCloseTo(point, 4);
  });
});

describe('interval95', () => {
  it('is cut to what the figure can be', () => {
    expect(interval95(0.99, { variance: 0.01, degreesOfFreedom: 30 }, [0, 1])[1]).toBe(1);
    expect(interval95(0, { variance: 0, degreesOfFreedom: 1 })).toEqual([0, 0]);
  });
});
