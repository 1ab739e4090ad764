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

const files = ['/log/a.parquet', '/log/b.parquet', '/log/c.parquet', '/log/d.parquet', '/log/e.parquet'];

describe('what a shard reads', () => {
  const messageOf = (thrown: unknown, inputs: readonly string[]) =>
    decideFailure(thrown, job, maxAttempts, inputs).error.message;

  it('is named, a few of many, where an error names nothing of it', () => {
    const some = 'It reads /log/a.parquet, /log/b.parquet, /log/c.parquet and 2 more.';
    const full = new EspalierError('features.out-of-memory', 'DuckDB ran out of memory: 1 GB used.');
    expect(messageOf(full, files)).toBe(`DuckDB ran out of memory: 1 GB used. ${some}`);
    expect(messageOf(new Error('odd'), files)).toBe(`Shard 0 of extract failed: odd. ${some}`);
    expect(messageOf(new Error('odd'), files.slice(0, 1))).toContain('It reads /log/a.parquet.');
    expect(messageOf(new Error('odd'), [])).toBe('Shard 0 of extract failed: odd.');
  });

  it('is not repeated where the error names an object, nor where a service is away', () => {
    const named = '/log/e.parquet: no footer.';
    const corrupt = new EspalierError('features.corrupt-source', named, { details: { uri: files[4] } });
    expect(messageOf(corrupt, files)).toBe(named);
    expect(messageOf(new EspalierError('features.corrupt-source', named), files)).toBe(named);
    expect(messageOf(new EspalierError('store.unreachable', 'S3 is away.'), files)).toBe('S3 is away.');
  });
});

describe('decideCrashes', () => {
  const known = { inputs: files, part: null };

  it('gives up at the cap and names the shard, with what it reads', () => {
    expect(decideCrashes(job, 4, 5, known)).toBeNull();
    const crashed = decideCrashes(job, 5, 5, known);
    expect(crashed).toMatchObject({ code: 'fanout.shard-crashes', details: { shard: 0, inputs: 5 } });
    expect(crashed?.message).toBe(
      'Shard 0 of extract took its worker down 5 times. It reads /log/a.parquet, /log/b.parquet, /log/c.parquet and 2 more.',
    );
  });

  it('names the very input, where that is known', () => {
    const crashed = decideCrashes(job, 5, 5, { ...known, part: '/log/d.parquet' });
    expect(crashed?.message).toBe(
      'Shard 0 of extract took its worker down 5 times, the last time over /log/d.parquet, one of the 5 that it reads.',
    );
    expect(crashed?.details).toMatchObject({ uri: '/log/d.parquet' });
  });

  it('calls a fold a fold', () => {
    const crashed = decideCrashes({ ...job, kind: 'fold' }, 5, 5, { inputs: [], part: null });
    expect(crashed?.message).toBe('The fold of extract took its worker down 5 times.');
  });
});
