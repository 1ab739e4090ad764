import { expect, it } from 'vitest';
import { indexRows } from './row-index.js';

it('finds the shard of every row, whatever shards are empty', () => {
  const shardRows = [0, 3, 0, 0, 1, 5, 0];
  const index = indexRows(shardRows);
  expect(index.rows).toBe(9);
  const found = Array.from({ length: 9 }, (_, row) => index.shardOf(row));
  expect(found).toEqual(shardRows.flatMap((rows, shard) => Array.from({ length: rows }, () => shard)));
  expect(shardRows.map((_, shard) => index.firstRow(shard))).toEqual([0, 0, 3, 3, 3, 4, 9]);
});
