import { expect, it } from 'vitest';
import { holmAdjusted } from './holm.js';

it.each<[readonly number[], readonly number[]]>([
  [[], []],
  [[0.02], [0.02]],
  // As p.adjust(method = "holm") of R has them: 4 * 0.005, 3 * 0.01, 2 * 0.03, and 0.04, which may not be below the one before.
  [
    [0.01, 0.04, 0.03, 0.005],
    [0.03, 0.06, 0.06, 0.02],
  ],
  [
    [0.02, 0.02, 0.02],
    [0.06, 0.06, 0.06],
  ],
  [
    [0, 1, 0.6],
    [0, 1, 1],
  ],
])('adjusts %j', (given, expected) => {
  const adjusted = holmAdjusted(given);
  expect(adjusted).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(adjusted[index]).toBeCloseTo(value, 12);
});
