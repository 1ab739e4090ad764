import { expect, it } from 'vitest';
import { readPredictions, writePredictions } from './predictions-file.js';

it('reads back every column of every task to the bit', () => {
  const tasks = {
    click: {
      labels: Float32Array.of(0, 1, 1),
      network: Float32Array.of(0.1, 0.5, 1),
      forest: Float32Array.of(0.2, 0.25, 0),
    },
    'a.b': {
      labels: Float32Array.of(1, 0, 0),
      network: Float32Array.of(0, 1, 2),
      forest: Float32Array.of(3, 4, 5),
    },
  };
  for (const clusters of [null, BigUint64Array.of(3n, 3n, 2n ** 64n - 1n)]) {
    const predictions = { tasks, clusters };
    expect(readPredictions(writePredictions(predictions), ['click', 'a.b'])).toEqual(predictions);
  }
});
