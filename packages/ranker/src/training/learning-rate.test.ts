import { describe, expect, it } from 'vitest';
import { learningRateSchedule } from './learning-rate.js';

describe('learningRateSchedule', () => {
  it('rises linearly over the warm-up fraction, then stays', () => {
    const rate = learningRateSchedule(0.3, { warmup: 0.1, decay: 'none', totalSteps: 100 });
    expect(rate(0)).toBeCloseTo(0.03, 12);
    expect(rate(4)).toBeCloseTo(0.15, 12);
    expect([9, 10, 99].map(rate)).toEqual([0.3, 0.3, 0.3]);
  });

  it('starts at the base rate without warm-up', () => {
    expect(learningRateSchedule(0.3, { warmup: 0, decay: 'none', totalSteps: 100 })(0)).toBe(0.3);
  });

  it('falls along half a cosine after warm-up, to almost nothing at the last step', () => {
    const rate = learningRateSchedule(0.2, { warmup: 0.1, decay: 'cosine', totalSteps: 110 });
    expect(rate(11)).toBe(0.2);
    expect(rate(11 + 49.5)).toBeCloseTo(0.1, 12);
    expect(rate(109)).toBeLessThan(1e-4);
    expect(rate(109)).toBeGreaterThan(0);
  });

  it('falls in steps of ten at half and at three quarters', () => {
    const rate = learningRateSchedule(1, { warmup: 0, decay: 'step', totalSteps: 100 });
    expect([0, 49, 50, 74, 75, 99].map(rate)).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01]);
  });
});
