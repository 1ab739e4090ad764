import { expect, test } from 'vitest';
import { pointsOf, spanTicksOf, ticksOf } from './plot-scale.js';

const declared = {
  x: { title: 'predicted', field: 'predicted' },
  y: { title: 'observed', field: 'observed' },
};

test('points are read by field or by place', () => {
  const point = { predicted: 0.1, observed: 0.2, rows: 40 };
  expect(pointsOf(declared, [point, { predicted: 0.3 }])).toEqual([{ x: 0.1, y: 0.2 }]);
  const pairs = { x: { title: 'x', field: 0 }, y: { title: 'y', field: 1 } };
  expect(pointsOf(pairs, [[0.5, 0.6]])).toEqual([{ x: 0.5, y: 0.6 }]);
});

test.each([
  [0.043, [0, 0.02, 0.04, 0.06]],
  [0.9, [0, 0.25, 0.5, 0.75, 1]],
  [0.0004, [0, 0.0001, 0.0002, 0.0003, 0.0004]],
  [12, [0, 5, 10, 15]],
  [0, [0, 1]],
])('axes that reach %d have round ticks', (largest, ticks) => {
  expect(ticksOf([{ x: largest, y: largest / 2 }])).toEqual(ticks);
});

test.each([
  [
    [0.72, 0.78],
    [0.72, 0.74, 0.76, 0.78],
  ],
  [
    [0.713, 0.7],
    [0.7, 0.705, 0.71, 0.715],
  ],
  [
    [-0.01, 0.02],
    [-0.01, 0, 0.01, 0.02],
  ],
  [[0.5], [0.45, 0.475, 0.5, 0.525, 0.55]],
  [[0], [-1, -0.5, 0, 0.5, 1]],
])('an axis around %j has round ticks', (values, ticks) => {
  expect(spanTicksOf(values)).toEqual(ticks);
});
