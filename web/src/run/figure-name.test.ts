import { expect, test } from 'vitest';
import { figureNameText } from './figure-name.js';

test.each([
  ['rows', 'rows'],
  ['observedOverExpected', 'observed over expected'],
  ['mse', 'MSE'],
  ['r2', 'R2'],
])('%s is told as %s', (name, text) => {
  expect(figureNameText(name)).toBe(text);
});
