import { expect, test } from 'vitest';
import { aligned, fromFirst } from './aligned-curves.js';

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
