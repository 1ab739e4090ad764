import { expect, test } from 'vitest';
import { gridOf } from './shard-grid.js';

test.each([1, 9, 400, 10_000])('%d shards all have a square within the width', (total) => {
  const { columns, rows, cell } = gridOf(total, 600);
  expect(columns * rows).toBeGreaterThanOrEqual(total);
  expect(columns * cell).toBeLessThanOrEqual(600);
});

test('few are large, many are small, and ten thousand still stand in sight', () => {
  expect(gridOf(9, 600).cell).toBe(18);
  const many = gridOf(10_000, 600);
  expect(many.cell).toBe(4);
  expect(many.rows * many.cell).toBeLessThanOrEqual(300);
});
