import { expect, test } from 'vitest';
import { aligned, bucketed, fromFirst } from './buckets.js';

const points = Array.from({ length: 100_000 }, (_, step) => ({ step, value: Math.sin(step / 900) }));

test('a hundred thousand points become two a pixel at most, with every spike', () => {
  const spiked = points.map((point) => (point.step === 70_123 ? { ...point, value: 9 } : point));
  const kept = bucketed(spiked, 600);
  expect(kept.length).toBeLessThanOrEqual(1_200);
  expect(Math.max(...kept.map(({ value }) => value))).toBe(9);
  const steps = kept.map(({ step }) => step);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
});

test('few points stay as they are', () => {
  expect(bucketed(points.slice(0, 50), 600)).toEqual(points.slice(0, 50));
  expect(bucketed([], 600)).toEqual([]);
});

test('curves of different steps stand over the steps of all', () => {
  const curves = [
    [
      { step: 0, value: 1 },
      { step: 10, value: 2 },
    ],
    [{ step: 5, value: 3 }],
  ];
  expect(aligned(curves)).toEqual([
    [0, 5, 10],
    [1, null, 2],
    [null, 3, null],
  ]);
});

test('curves of different heights begin at nothing', () => {
  const curve = [
    { step: 0, value: 0.2 },
    { step: 10, value: 0.15 },
  ];
  expect(fromFirst(curve).map(({ value }) => Number(value.toFixed(6)))).toEqual([0, -0.25]);
});
