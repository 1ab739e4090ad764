import { expect, test } from 'vitest';
import { seenNow } from './seen-server.js';

test('the server is so since it was first seen so', () => {
  const first = seenNow(null, true, 1_000);
  expect(first).toEqual({ isUp: true, sinceMs: 1_000, isFirst: true });
  expect(seenNow(first, true, 2_000)).toBe(first);
  const away = seenNow(first, false, 3_000);
  expect(away).toEqual({ isUp: false, sinceMs: 3_000, isFirst: false });
  expect(seenNow(away, true, 4_000)).toEqual({ isUp: true, sinceMs: 4_000, isFirst: false });
});
