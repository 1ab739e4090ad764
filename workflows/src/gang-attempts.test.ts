import type { ErrorCode, SerializedError } from '@espalier/domain';
import { describe, expect, test } from 'vitest';
import { countStart, decideGang, type GangStart, gangCause, maxGangAttempts } from './gang-attempts.js';

const error = (code: ErrorCode, message: string = code): SerializedError => ({ code, message, details: {} });

describe('the cause of a failed gang', () => {
  const cases: readonly { name: string; errors: readonly ErrorCode[]; cause: ErrorCode }[] = [
    { name: 'the only error there is', errors: ['workflow.peer-lost'], cause: 'workflow.peer-lost' },
    {
      name: 'a death before the echoes that arrived earlier',
      errors: ['workflow.peer-lost', 'workflow.peer-lost', 'workflow.rank-died'],
      cause: 'workflow.rank-died',
    },
    {
      name: "a user's mistake before any fault",
      errors: ['workflow.rank-died', 'workflow.rank-divergence', 'trainer.nan-loss'],
      cause: 'trainer.nan-loss',
    },
    {
      name: "Espalier's own fault before one of the services",
      errors: ['workflow.host-lost', 'workflow.rank-divergence'],
      cause: 'workflow.rank-divergence',
    },
    {
      name: 'the first of equals',
      errors: ['workflow.rank-silent', 'workflow.rank-died', 'workflow.host-lost'],
      cause: 'workflow.rank-silent',
    },
  ];
  test.each(cases)('is $name', ({ errors, cause }) => {
    expect(gangCause(errors.map((code) => error(code))).code).toBe(cause);
  });

  test('needs at least one error', () => {
    expect(() => gangCause([])).toThrow(RangeError);
  });
});

describe('attempts in a row', () => {
  const cases: readonly { name: string; savedSteps: readonly number[]; attempts: number }[] = [
    { name: 'begin with the first', savedSteps: [0], attempts: 1 },
    { name: 'count on while nothing new is saved', savedSteps: [0, 0, 0], attempts: 3 },
    { name: 'begin again from a newer checkpoint', savedSteps: [0, 0, 40], attempts: 1 },
    { name: 'count from that one', savedSteps: [0, 0, 40, 40], attempts: 2 },
    { name: 'do not take an older one for news', savedSteps: [40, 0, 20], attempts: 3 },
  ];
  test.each(cases)('$name', ({ savedSteps, attempts }) => {
    const last = savedSteps.reduce<GangStart | null>(countStart, null);
    expect(last?.attempts).toBe(attempts);
  });
});

describe('what becomes of a gang that failed', () => {
  const retries: readonly { code: ErrorCode; attempt: number; delayMs: number }[] = [
    { code: 'workflow.rank-died', attempt: 1, delayMs: 0 },
    { code: 'workflow.rank-died', attempt: 2, delayMs: 0 },
    { code: 'workflow.rank-died', attempt: 3, delayMs: 500 },
    { code: 'workflow.rank-died', attempt: 4, delayMs: 1_000 },
    { code: 'workflow.host-lost', attempt: 7, delayMs: 8_000 },
    { code: 'workflow.host-lost', attempt: 8, delayMs: 15_000 },
    { code: 'store.unreachable', attempt: maxGangAttempts - 1, delayMs: 15_000 },
    { code: 'workflow.unexpected', attempt: 2, delayMs: 0 },
  ];
  test.each(retries)('$code at attempt $attempt: again after $delayMs ms', ({ code, attempt, delayMs }) => {
    expect(decideGang([error(code)], attempt)).toEqual({ action: 'retry', delayMs });
  });

  const ends: readonly { code: ErrorCode; attempt: number }[] = [
    { code: 'trainer.nan-loss', attempt: 1 },
    { code: 'workflow.rank-divergence', attempt: 1 },
    { code: 'store.denied', attempt: 1 },
    { code: 'workflow.unexpected', attempt: 3 },
  ];
  test.each(ends)('$code at attempt $attempt: the run fails with it', ({ code, attempt }) => {
    expect(decideGang([error('workflow.peer-lost'), error(code)], attempt)).toEqual({
      action: 'fail',
      error: error(code),
    });
  });

  test('an infra failure that stays ends the run and keeps its cause', () => {
    const cause = error('workflow.rank-died', 'Rank 1 was ended by SIGKILL.');
    expect(decideGang([error('workflow.peer-lost'), cause], maxGangAttempts)).toEqual({
      action: 'fail',
      error: {
        code: 'workflow.gang-exhausted',
        message: `The gang failed ${maxGangAttempts} times without a new checkpoint, the last time with: ${cause.message}`,
        details: { attempts: maxGangAttempts, cause },
      },
    });
  });
});
