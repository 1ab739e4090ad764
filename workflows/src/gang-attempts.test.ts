import type { ErrorCode, SerializedError } from '@espalier/domain';
import { describe, expect, test } from 'vitest';
import {
  countDeath,
  countStart,
  decideGang,
  type GangStart,
  gangCause,
  maxGangAttempts,
  maxSameDeaths,
  type RepeatedDeath,
  sameDeathsAtLimit,
} from './gang-attempts.js';

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

describe('the same death at the same step', () => {
  const died = (
    details: Record<string, unknown>,
    code: ErrorCode = 'workflow.rank-died',
  ): SerializedError => ({
    code,
    message: code,
    details: {
      phase: 'training',
      doneSteps: 120,
      stepsAMoment: 30,
      signal: null,
      exitCode: null,
      ...details,
    },
  });
  const loading = { phase: 'loading', doneSteps: 0, stepsAMoment: 0 };
  const cases: readonly { name: string; deaths: readonly SerializedError[]; times: number | null }[] = [
    {
      name: 'a crash, told up to a moment apart',
      times: 3,
      deaths: [110, 128, 120].map((doneSteps) => died({ signal: 'SIGSEGV', doneSteps })),
    },
    { name: 'a crash while it loads', times: 3, deaths: Array(3).fill(died({ ...loading, exitCode: 134 })) },
    {
      name: 'a kill for want of memory while it loads',
      times: 3,
      deaths: Array(3).fill(
        died({ ...loading, signal: 'SIGKILL', outOfMemory: true }, 'workflow.rank-out-of-memory'),
      ),
    },
    { name: 'a hang', times: 3, deaths: Array(3).fill(died({ stopped: false }, 'workflow.rank-silent')) },
    {
      name: 'a kill from outside at one and the same step',
      times: 3,
      deaths: Array(3).fill(died({ signal: 'SIGKILL', outOfMemory: false })),
    },
    {
      name: 'not: kills from outside at steps that differ',
      times: 1,
      deaths: [119, 120, 121].map((doneSteps) => died({ signal: 'SIGKILL', outOfMemory: false, doneSteps })),
    },
    {
      name: 'not: kills from outside while it loads, which says nothing of the work',
      times: 1,
      deaths: Array(3).fill(died({ ...loading, signal: 'SIGKILL', outOfMemory: false })),
    },
    {
      name: 'not: stops from outside while it loads',
      times: 1,
      deaths: Array(3).fill(died({ ...loading, stopped: true }, 'workflow.rank-silent')),
    },
    {
      name: 'not: crashes that get further',
      times: 1,
      deaths: [100, 200, 300].map((doneSteps) => died({ signal: 'SIGSEGV', doneSteps })),
    },
    {
      name: 'not: a crash and a kill by turns',
      times: 1,
      deaths: [died({ signal: 'SIGSEGV' }), died({ signal: 'SIGKILL' }), died({ signal: 'SIGSEGV' })],
    },
    {
      name: 'peers that are lost though nobody died',
      times: 3,
      deaths: [110, 128, 120].map((doneSteps) => died({ doneSteps }, 'workflow.peer-lost')),
    },
    {
      name: 'ranks that never meet, whichever they wait for',
      times: 3,
      deaths: [0, 1, 0].map((rank) =>
        died({ ...loading, phase: `waiting for rank ${rank} to load` }, 'workflow.peer-lost'),
      ),
    },
    {
      name: 'not: peers that are lost ever further on',
      times: 1,
      deaths: [100, 200, 300].map((doneSteps) => died({ doneSteps }, 'workflow.peer-lost')),
    },
    {
      name: 'not: peers that are lost at work, and then do not meet',
      times: 1,
      deaths: [died({}, 'workflow.peer-lost'), died({ ...loading, stepsAMoment: 500 }, 'workflow.peer-lost')],
    },
    {
      name: 'not: peers whose hosts went silent, as those that are taken away do',
      times: null,
      deaths: Array(3).fill(died({ silentHosts: ['spot-1'] }, 'workflow.peer-lost')),
    },
    {
      name: 'not: lost peers, and one of them that died',
      times: 1,
      deaths: [died({}, 'workflow.peer-lost'), died({ signal: 'SIGKILL' }), died({}, 'workflow.peer-lost')],
    },
    { name: 'not: a service that is away', times: null, deaths: Array(3).fill(error('store.unreachable')) },
    {
      name: 'not: a host that is lost, of whose rank nobody knows how it ended',
      times: null,
      deaths: Array(3).fill(error('workflow.host-lost')),
    },
    {
      name: 'not: deaths that an earlier version told nothing of',
      times: null,
      deaths: Array(3).fill(error('workflow.rank-died')),
    },
  ];
  test.each(cases)('$name', ({ deaths, times }) => {
    const counted = deaths.reduce<RepeatedDeath | null>(countDeath, null);
    expect(counted?.times ?? null).toBe(times);
  });

  test.each<[string, SerializedError, number]>([
    ['a crash, at once', died({ signal: 'SIGSEGV' }), maxSameDeaths],
    ['lost peers, at once', died({}, 'workflow.peer-lost'), maxSameDeaths],
    ['ranks that do not meet, after more than a minute', died(loading, 'workflow.peer-lost'), 10],
  ])('is given up: %s', (_, death, limit) => {
    expect(sameDeathsAtLimit(null)).toBe(0);
    expect(sameDeathsAtLimit({ death, times: limit - 1 })).toBe(0);
    expect(sameDeathsAtLimit({ death, times: limit })).toBe(limit);
    const pausesMs = Array.from({ length: limit - 1 }, (_, index) => decideGang([death], index + 1));
    const waitedMs = pausesMs.reduce(
      (sum, decision) => sum + (decision.action === 'retry' ? decision.delayMs : 0),
      0,
    );
    // An attempt itself takes seconds, so that this is a minute where a network may be away.
    expect(waitedMs >= 45_000).toBe(limit > maxSameDeaths);
  });

  test('of peers is told as what it is', () => {
    const cause = died({}, 'workflow.peer-lost');
    expect(decideGang([cause], 3, 3)).toMatchObject({
      action: 'fail',
      error: {
        message: expect.stringMatching(
          /^The ranks lost each other 3 times at the same step, though none died/,
        ),
      },
    });
  });

  test('is given up after three times, with the death as the cause', () => {
    const cause = died({ signal: 'SIGSEGV' });
    const errors = [error('workflow.peer-lost'), cause];
    expect(decideGang(errors, 2, maxSameDeaths - 1)).toEqual({ action: 'retry', delayMs: 0 });
    expect(decideGang(errors, 3, maxSameDeaths)).toEqual({
      action: 'fail',
      error: {
        code: 'workflow.gang-exhausted',
        message: `The gang died in the same way 3 times at the same step, the last time: ${cause.message}`,
        details: { attempts: 3, sameDeaths: 3, cause },
      },
    });
  });
});
