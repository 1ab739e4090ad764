import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { decideCrashes, decideFailure, maxAttempts, retryDelayMs } from './shard-failure.js';
import { shardJobs } from './testing/shard-jobs.js';

const [job] = shardJobs('failures', 1);
if (job === undefined) throw new Error('one job expected');

describe('decideFailure', () => {
  it.each([
    { name: 'a user error fails at once', code: 'spec.invalid', attempt: 1, retry: false },
    { name: 'an unreachable store is tried again', code: 'store.unreachable', attempt: 1, retry: true },
    { name: 'but not for ever', code: 'store.unreachable', attempt: maxAttempts, retry: false },
    { name: 'a fault of ours is tried a second time', code: 'workflow.unexpected', attempt: 1, retry: true },
    { name: 'and no more', code: 'workflow.unexpected', attempt: 2, retry: false },
    { name: 'a fenced writer gives up', code: 'store.fenced', attempt: 1, retry: false },
  ] as const)('$name', ({ code, attempt, retry }) => {
    const decision = decideFailure(new EspalierError(code, 'why'), job, attempt);
    expect(decision).toMatchObject({ retry, error: { code, details: { shard: 0 } } });
  });

  it('tries an unknown error a second time, then names shard and reason', () => {
    expect(decideFailure(new Error('odd'), job, 1).retry).toBe(true);
    const { retry, error } = decideFailure(new Error('odd'), job, 2);
    expect(retry).toBe(false);
    expect(error.code).toBe('fanout.shard-failed');
    expect(error.message).toContain('odd');
  });
});

describe('retryDelayMs', () => {
  it('doubles, is capped, and spans more than a minute in all', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(attempt, 0))).toEqual([500, 1_000, 2_000]);
    expect(retryDelayMs(20, 0)).toBe(10_000);
    const shortest = Array.from({ length: maxAttempts - 1 }, (_, i) => retryDelayMs(i + 1, 1));
    expect(shortest.reduce((a, b) => a + b)).toBeGreaterThan(60_000);
  });
});

describe('decideCrashes', () => {
  it('gives up at the cap and names the shard', () => {
    expect(decideCrashes(job, 4, 5)).toBeNull();
    expect(decideCrashes(job, 5, 5)).toMatchObject({ code: 'fanout.shard-crashes', details: { shard: 0 } });
  });
});
