import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { FanoutLedger } from './fanout-ledger.js';
import { shardJobs } from './testing/shard-jobs.js';

const jobs = shardJobs('ledger', 4);
const failureOf = (shard: number, message: string) => ({
  type: 'failure' as const,
  shard,
  error: new EspalierError('fanout.shard-failed', message).serialize(),
});

describe('FanoutLedger', () => {
  it('counts the first result of a shard and ignores later ones and strangers', () => {
    const ledger = new FanoutLedger(jobs);
    ledger.apply([
      { type: 'result', shard: 1, result: 'first' },
      { type: 'result', shard: 1, result: 'second' },
      { type: 'result', shard: 99, result: 'stranger' },
    ]);
    expect(ledger.doneShards).toBe(1);
    expect(ledger.doneRows()).toBe(10);
    ledger.apply([0, 2, 3].map((shard) => ({ type: 'result', shard, result: shard })));
    expect(ledger.isComplete).toBe(true);
    expect(ledger.resultsInOrder()).toEqual([0, 'first', 2, 3]);
  });

  it('names the earliest failed shard as the cause and keeps the others', () => {
    const ledger = new FanoutLedger(jobs);
    ledger.apply([failureOf(3, 'three'), failureOf(1, 'one'), failureOf(2, 'two')]);
    const error = ledger.failure();
    expect(error?.message).toBe('one');
    expect(error?.details).toMatchObject({ shard: 1, otherFailures: [{ shard: 2 }, { shard: 3 }] });
  });

  it('forgives failures from before an opening, and keeps results', () => {
    const ledger = new FanoutLedger(jobs);
    ledger.apply([
      failureOf(2, 'old'),
      { type: 'result', shard: 0, result: 'kept' },
      { type: 'open', owner: 'new' },
    ]);
    expect(ledger.hasFailed).toBe(false);
    expect(ledger.doneShards).toBe(1);
  });

  it('enqueues in shard order, within the window, and nothing that is done', () => {
    const ledger = new FanoutLedger(jobs);
    ledger.apply([{ type: 'result', shard: 1, result: null }]);
    expect(ledger.takeToEnqueue(2, 10, 0).map((job) => job.shard)).toEqual([0, 2]);
    expect(ledger.takeToEnqueue(2, 10, 0)).toEqual([]);
    ledger.apply([{ type: 'result', shard: 0, result: null }]);
    expect(ledger.takeToEnqueue(2, 10, 5).map((job) => job.shard)).toEqual([3]);
    expect(ledger.unseenSince(5)).toEqual([2]);
    expect(ledger.lostJob(2)?.shard).toBe(2);
    expect(ledger.lostJob(0)).toBeUndefined();
  });

  it('counts partial rows only of shards that are not done, never more than the shard has', () => {
    const ledger = new FanoutLedger(jobs);
    ledger.apply([{ type: 'result', shard: 0, result: null }]);
    const partial = new Map([
      [0, 4],
      [1, 3],
      [2, 50],
    ]);
    expect(ledger.doneRows(partial)).toBe(10 + 3 + 10);
  });
});
