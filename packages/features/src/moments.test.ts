import { expect, it } from 'vitest';
import { mergeMoments, momentsOf } from './moments.js';

it('parts merged are the moments of the whole', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 3 - 2);
  const whole = momentsOf(values);
  const merged = mergeMoments(
    [0, 1, 400, 400].map((from, i, cuts) => momentsOf(values.subarray(from, cuts[i + 1]))),
  );
  expect(merged.count).toBe(1000);
  expect(merged.mean).toBeCloseTo(whole.mean, 12);
  expect(merged.m2).toBeCloseTo(whole.m2, 9);
});

it('a constant has no deviation, however often it was added', () => {
  const constant = momentsOf(new Float32Array(777).fill(Math.fround(-1.1)));
  expect(mergeMoments([constant, constant, constant]).m2).toBe(0);
  expect(mergeMoments([])).toEqual({ count: 0, mean: 0, m2: 0 });
});
