import { expect, test } from 'vitest';
import { distanceText } from './figure-distance.js';

test('a distance has its sign, whole numbers stay whole, and the same is said to be', () => {
  expect(distanceText({ gain: 0.9535, rows: 10 }, { gain: 0.9523, rows: 12 }, 'gain')).toBe('+0.0012');
  expect(distanceText({ rows: 10 }, { rows: 1_012 }, 'rows')).toBe('−1,002');
  expect(distanceText({ gain: 0.5 }, { gain: 0.5 }, 'gain')).toBe('same');
  expect(distanceText({ gain: 0.5 }, undefined, 'gain')).toBe('');
});
