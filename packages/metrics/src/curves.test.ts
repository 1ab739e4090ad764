import { describe, expect, test } from 'vitest';
import { calibrationCurve } from './calibration-curve.js';
import { rocCurve } from './roc-curve.js';

/** A seeded draw in [0, 1). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a ROC curve', () => {
  test('goes from corner to corner, by falling score, rows of one score as one step', () => {
    expect(rocCurve([1, 0, 1, 0], [0.9, 0.8, 0.8, 0.1])).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 1],
      [1, 1],
    ]);
  });

  test('is thinned, and the area under it stays', () => {
    const draw = draws(1);
    const scores = Float64Array.from({ length: 20_000 }, draw);
    const labels = scores.map((score) => (draw() < score ? 1 : 0));
    const area = (points: number) => {
      const curve = rocCurve(labels, scores, points);
      expect(curve.length).toBeLessThanOrEqual(points + 2);
      return curve.slice(1).reduce((sum, [x, y], at) => {
        const [beforeX, beforeY] = curve[at] ?? [0, 0];
        return sum + ((x - beforeX) * (y + beforeY)) / 2;
      }, 0);
    };
    expect(area(200)).toBeCloseTo(area(40_000), 3);
  });

  test('there is none of rows of one class', () => {
    expect(rocCurve([1, 1], [0.2, 0.3])).toEqual([]);
  });
});

describe('a calibration curve', () => {
  test('has parts of about equally many rows, by rising probability', () => {
    const draw = draws(2);
    const probabilities = Float64Array.from({ length: 10_000 }, draw);
    const labels = probabilities.map((probability) => (draw() < probability ? 1 : 0));
    const curve = calibrationCurve(labels, probabilities);
    expect(curve.map(({ rows }) => rows)).toEqual(Array.from({ length: 10 }, () => 1_000));
    for (const { predicted, observed } of curve) expect(Math.abs(predicted - observed)).toBeLessThan(0.06);
  });

  test('keeps rows of one probability together', () => {
    const curve = calibrationCurve([0, 1, 1, 0, 1], [0.5, 0.5, 0.5, 0.5, 0.9], 5);
    expect(curve).toEqual([
      { predicted: 0.5, observed: 0.5, rows: 4 },
      { predicted: 0.9, observed: 1, rows: 1 },
    ]);
  });
});
