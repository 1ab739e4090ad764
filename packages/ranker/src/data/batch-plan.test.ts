import { describe, expect, it } from 'vitest';
import { largestPartRows, planBatches } from './batch-plan.js';

describe('planBatches', () => {
  it('gives each row once an epoch, the last batch being short', () => {
    const plan = planBatches(1050, 100, 7);
    expect(plan.stepsPerEpoch).toBe(11);
    const seen = new Set<number>();
    for (let step = 11; step < 22; step++) {
      const slice = plan.slice(step, 0, 1);
      expect(slice).toMatchObject({ epoch: 1, globalOffset: 0, globalRows: step === 21 ? 50 : 100 });
      for (const row of slice.rows) seen.add(row);
    }
    expect(seen.size).toBe(1050);
  });

  it.each([2, 3, 7])('cuts each global batch over %i ranks without changing its order', (worldSize) => {
    const plan = planBatches(1003, 100, 7);
    for (const step of [0, 5, 10]) {
      const whole = plan.slice(step, 0, 1).rows;
      const parts = Array.from({ length: worldSize }, (_, rank) => plan.slice(step, rank, worldSize));
      expect(parts.flatMap((part) => [...part.rows])).toEqual([...whole]);
      for (const part of parts) {
        expect(whole.subarray(part.globalOffset, part.globalOffset + part.rows.length)).toEqual(part.rows);
      }
    }
  });

  it.each([
    [1003, 100, 1],
    [1003, 100, 3],
    [45, 100, 2],
    [1, 100, 2],
    [7, 1_048_576, 3],
  ])('of %i rows by %i has no larger part over %i ranks than is promised', (rows, batchSize, worldSize) => {
    const plan = planBatches(rows, batchSize, 7);
    const parts = Array.from({ length: plan.stepsPerEpoch * worldSize }, (_, i) =>
      plan.part(Math.floor(i / worldSize), i % worldSize, worldSize),
    );
    expect(Math.max(...parts.map(({ partRows }) => partRows))).toBe(
      largestPartRows(rows, batchSize, worldSize),
    );
  });

  it('visits an epoch in another order than the one before', () => {
    const plan = planBatches(500, 500, 7);
    expect([...plan.slice(0, 0, 1).rows]).not.toEqual([...plan.slice(1, 0, 1).rows]);
  });
});
