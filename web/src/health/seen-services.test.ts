import { expect, test } from 'vitest';
import { seenNow } from './seen-services.js';

const all = { temporal: 'up', redis: 'up', s3: 'up' } as const;
const health = (over = {}) => ({ status: 'ok' as const, services: { ...all, ...over } });

test('a service is so since it was first seen so', () => {
  const first = seenNow({}, health(), 1_000);
  expect(first.temporal).toEqual({ isUp: true, sinceMs: 1_000, isFirst: true });
  expect(seenNow(first, health(), 2_000)).toBe(first);
  const away = seenNow(first, health({ temporal: 'away' }), 3_000);
  expect(away.temporal).toEqual({ isUp: false, sinceMs: 3_000, isFirst: false });
  expect(away.redis).toEqual(first.redis);
});

test('where the server is away nobody knows of the others', () => {
  const first = seenNow({}, health(), 1_000);
  const alone = seenNow(first, null, 2_000);
  expect(alone.server).toEqual({ isUp: false, sinceMs: 2_000, isFirst: false });
  expect(alone.s3).toEqual(first.s3);
});
