import { expect, it } from 'vitest';
import { workOf } from './work-of-log.js';

it('takes shards and folds by their seconds, ranks from their first phase to their end, and nothing else', () => {
  const log = [
    { time: 1000, msg: 'shard done', stage: 'extract', seconds: 0.25 },
    { time: 1500, msg: 'stage committed', stage: 'extract', seconds: 0.1 },
    { time: 2000, msg: 'rank started', stage: 'train', rank: 0 },
    { time: 2400, msg: 'rank phase', stage: 'train', rank: 0, phase: 'loading' },
    { time: 3000, msg: 'rank phase', stage: 'train', rank: 0, phase: 'training' },
    { time: 9000, msg: 'rank process ended', stage: 'train', rank: 0 },
  ];
  expect(workOf(log)).toEqual([
    { startMs: 750, endMs: 1000 },
    { startMs: 1400, endMs: 1500 },
    { startMs: 2400, endMs: 9000 },
  ]);
});

it('does not count a rank as idle whose end the log tells in other words', () => {
  const log = [
    { time: 2000, msg: 'rank started', stage: 'train', rank: 0 },
    { time: 2400, msg: 'rank phase', stage: 'train', rank: 0, phase: 'loading' },
    { time: 9000, msg: 'rank finished', stage: 'train', rank: 0 },
  ];
  expect(() => workOf(log)).toThrow('rank 0 of train');
});
