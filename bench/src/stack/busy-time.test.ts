import { expect, it } from 'vitest';
import { busyMs } from './busy-time.js';

it.each([
  { title: 'nothing', spans: [], busy: 0 },
  { title: 'one', spans: [[2, 5]], busy: 3 },
  {
    title: 'apart',
    spans: [
      [7, 9],
      [2, 5],
    ],
    busy: 5,
  },
  {
    title: 'overlapping',
    spans: [
      [2, 5],
      [4, 9],
    ],
    busy: 7,
  },
  {
    title: 'one inside another',
    spans: [
      [2, 9],
      [3, 4],
    ],
    busy: 7,
  },
  {
    title: 'touching',
    spans: [
      [2, 5],
      [5, 6],
    ],
    busy: 4,
  },
])('$title: $busy ms', ({ spans, busy }) => {
  const intervals = spans.map(([startMs = 0, endMs = 0]) => ({ startMs, endMs }));
  expect(busyMs(intervals)).toBe(busy);
});
