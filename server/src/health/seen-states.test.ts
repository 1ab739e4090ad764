import { expect, test } from 'vitest';
import { seenStates } from './seen-states.js';

test('each is so since it was first seen so, and the first look knows no earlier moment', () => {
  const first = seenStates(null, { temporal: 'up', redis: 'away' }, 1_000);
  expect(first).toEqual({
    temporal: { state: 'up', sinceMs: 1_000, isFirst: true },
    redis: { state: 'away', sinceMs: 1_000, isFirst: true },
  });
  const second = seenStates(first, { temporal: 'away', redis: 'away' }, 2_000);
  expect(second).toEqual({
    temporal: { state: 'away', sinceMs: 2_000, isFirst: false },
    redis: { state: 'away', sinceMs: 1_000, isFirst: true },
  });
  expect(seenStates(second, { temporal: 'up', redis: 'up' }, 3_000).redis.sinceMs).toBe(3_000);
});
