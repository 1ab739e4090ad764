import type { SerializedError } from '@espalier/domain';
import { expect, test } from 'vitest';
import { attemptAsked, attemptBegun, attemptEnded, attemptFailed, noAttempts } from './stage-attempts.js';

const death: SerializedError = { code: 'workflow.rank-died', message: 'Rank 0 died.', details: { rank: 0 } };

test('an attempt asks, begins and ends; the last that failed is told apart', () => {
  const first = attemptFailed(attemptBegun(attemptAsked(noAttempts, 1, 10), 20), death, 30);
  expect(first.lastFailure).toEqual({ attempt: 1, error: death });
  const second = attemptEnded(attemptBegun(attemptAsked(first, 2, 31), 40), null, 90);
  const { code, message } = death;
  expect(second).toEqual({
    attempt: 2,
    lastFailure: { attempt: 1, error: death },
    attempts: [
      { attempt: 1, askedAtMs: 10, begunAtMs: 20, endedAtMs: 30, failure: { code, message } },
      { attempt: 2, askedAtMs: 31, begunAtMs: 40, endedAtMs: 90, failure: null },
    ],
  });
});

test('what has ended ends once: the cause stays, not what the stage makes of it', () => {
  const failed = attemptFailed(attemptAsked(noAttempts, 1, 10), death, 30);
  const exhausted: SerializedError = { code: 'workflow.gang-exhausted', message: 'Again.', details: {} };
  expect(attemptEnded(failed, exhausted, 40)).toEqual(failed);
  expect(attemptEnded(noAttempts, exhausted, 40)).toEqual(noAttempts);
});

test('of many attempts the first and the latest are kept, and of long messages the beginning', () => {
  let attempts = noAttempts;
  for (let attempt = 1; attempt <= 400; attempt += 1) {
    const long = { ...death, message: 'x'.repeat(10_000) };
    attempts = attemptFailed(attemptAsked(attempts, attempt, attempt), long, attempt);
  }
  expect(attempts.attempts?.map(({ attempt }) => attempt)).toEqual([
    ...[1, 2],
    ...Array.from({ length: 10 }, (_, index) => 391 + index),
  ]);
  expect(JSON.stringify(attempts.attempts).length).toBeLessThan(6_000);
});
