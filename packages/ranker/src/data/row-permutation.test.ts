import { describe, expect, it } from 'vitest';
import { rowPermutation } from './row-permutation.js';

const visit = (rows: number, seed: number, epoch: number) => {
  const permute = rowPermutation(rows, seed, epoch);
  return Array.from({ length: rows }, (_, position) => permute(position));
};

describe('rowPermutation', () => {
  it.each([1, 2, 3, 4, 5, 16, 17, 1000, 4096, 65_537])('visits each of %i rows exactly once', (rows) => {
    expect(new Set(visit(rows, 7, 0)).size).toBe(rows);
    expect(Math.max(...visit(Math.min(rows, 10_000), 7, 0))).toBe(Math.min(rows, 10_000) - 1);
  });

  it('is a function of seed and epoch alone', () => {
    expect(visit(1000, 7, 3)).toEqual(visit(1000, 7, 3));
    expect(visit(1000, 7, 3)).not.toEqual(visit(1000, 7, 4));
    expect(visit(1000, 7, 3)).not.toEqual(visit(1000, 8, 3));
  });

  it('leaves no trace of the old order: neighbours and halves are mixed', () => {
    const rows = 20_000;
    const order = visit(rows, 1, 0);
    // Share of rows that stay in the half they came from: 1/2, with a standard deviation of 0.0035.
    const stayed = order.filter((row, position) => row < rows / 2 === position < rows / 2).length / rows;
    expect(Math.abs(stayed - 0.5)).toBeLessThan(0.02);
    // Correlation of consecutive rows: 0, with a standard deviation of 0.007.
    const centre = (rows - 1) / 2;
    const variance = (rows * rows - 1) / 12;
    let covariance = 0;
    for (let position = 1; position < rows; position++) {
      covariance += ((order[position] as number) - centre) * ((order[position - 1] as number) - centre);
    }
    expect(Math.abs(covariance / rows / variance)).toBeLessThan(0.03);
  });

  it('works where 32-bit arithmetic would overflow', () => {
    const permute = rowPermutation(2 ** 32, 7, 0);
    const seen = new Set<number>();
    for (let position = 0; position < 1000; position++) seen.add(permute(2 ** 32 - 1 - position));
    expect(seen.size).toBe(1000);
    for (const row of seen) expect(row).toBeGreaterThanOrEqual(0);
  });
});
