import { expect, test } from 'vitest';
import { restartDelayMs } from './restart-policy.js';

test.each([
  [1, 100],
  [2, 200],
  [5, 1_600],
  [8, 10_000],
  [1_000, 10_000],
])('after %i failures in a row it waits %i ms', (failures, delayMs) => {
  expect(restartDelayMs(failures)).toBe(delayMs);
});
