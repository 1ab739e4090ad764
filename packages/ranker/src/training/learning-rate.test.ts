import { describe, expect, it } from 'vitest';
import { warmupLearningRate } from './learning-rate.js';

describe('warmupLearningRate', () => {
  it('rises linearly over the warm-up fraction, then stays', () => {
    const rate = warmupLearningRate(0.3, 0.1, 100);
    expect(rate(0)).toBeCloseTo(0.03, 12);
    expect(rate(4)).toBeCloseTo(0.15, 12);
    expect([9, 10, 99].map(rate)).toEqual([0.3, 0.3, 0.3]);
  });

  it('starts at the base rate without warm-up', () => {
    expect(warmupLearningRate(0.3, 0, 100)(0)).toBe(0.3);
  });
});
