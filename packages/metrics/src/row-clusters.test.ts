import { describe, expect, it } from 'vitest';
import { clustersOf } from './row-clusters.js';

describe('clustersOf', () => {
  it('numbers IDs in the order in which they come, whichever half tells them apart', () => {
    const ids = [7n, 7n << 32n, 7n, (1n << 63n) | 7n, 0n, 7n << 32n];
    expect(clustersOf(BigUint64Array.from(ids))).toEqual({
      ofRows: Uint32Array.of(0, 1, 0, 2, 3, 1),
      count: 4,
    });
  });

  it('keeps many IDs apart, past every growth of its table', () => {
    const rows = 50_000;
    const ids = BigUint64Array.from({ length: 2 * rows }, (_, row) => BigInt(row % rows) << 20n);
    const { ofRows, count } = clustersOf(ids);
    expect(count).toBe(rows);
    expect(ofRows.every((cluster, row) => cluster === row % rows)).toBe(true);
  });

  it('has no cluster without rows', () => {
    expect(clustersOf(new BigUint64Array(0))).toEqual({ ofRows: new Uint32Array(0), count: 0 });
  });
});
