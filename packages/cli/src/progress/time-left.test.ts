import type { RankProgress } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { workOf } from './time-left.js';

const ranks = (...steps: readonly (readonly [done: number, total: number])[]) =>
  steps.map(
    ([doneSteps, totalSteps], rank): RankProgress => ({
      kind: 'rank',
      rank,
      worldSize: steps.length,
      doneSteps,
      totalSteps,
      rowsPerSecond: 0,
      losses: {},
      phase: 'at work',
    }),
  );

describe('workOf', () => {
  it('of ranks that go in step is that of the slowest', () => {
    expect(workOf(ranks([30, 80], [28, 80], [31, 80]))).toEqual({ done: 28, total: 80 });
  });

  it('of ranks with work of their own is that of all', () => {
    expect(workOf(ranks([500, 500], [100, 700]))).toEqual({ done: 600, total: 1200 });
  });

  it('is none before all count steps', () => {
    expect(workOf(ranks([30, 80], [0, 0]))).toBeNull();
    expect(workOf([])).toBeNull();
  });
});
