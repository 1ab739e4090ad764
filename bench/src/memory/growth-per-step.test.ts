import { expect, it } from 'vitest';
import { growthPerStep } from './growth-per-step.js';

const samples = (bytesOf: (step: number) => number) =>
  Array.from({ length: 20 }, (_, index) => ({ step: index * 1000, bytes: bytesOf(index * 1000) }));

it('is the slope of a leak', () => {
  const { slope, bounds } = growthPerStep(samples((step) => 5e6 + 100 * step));
  expect(slope).toBeCloseTo(100);
  expect([bounds.low, bounds.high].map(Math.round)).toEqual([100, 100]);
});

it('shows growth that has ended in the first half alone', () => {
  const { bounds } = growthPerStep(samples((step) => 5e6 + Math.min(step, 9000) * 10));
  expect(bounds.high).toBeCloseTo(10);
  expect(bounds.low).toBeCloseTo(0);
});
