import { expect, it } from 'vitest';
import { prefersSparse } from '../index.js';

it.each([
  { rows: 21_600, width: 8, idsPerStep: 512 * 400, sparse: false },
  { rows: 21_600, width: 8, idsPerStep: 1, sparse: true },
  { rows: 200_000, width: 8, idsPerStep: 20_000, sparse: false },
  { rows: 200_000, width: 32, idsPerStep: 20_000, sparse: true },
  { rows: 1_000_000, width: 8, idsPerStep: 100_000, sparse: false },
  { rows: 1_000_000, width: 8, idsPerStep: 20_000, sparse: true },
  { rows: 10_000_000, width: 16, idsPerStep: 256 * 64, sparse: true },
])('$rows rows of $width and $idsPerStep IDs a step: $sparse', ({ sparse, ...use }) => {
  expect(prefersSparse(use)).toBe(sparse);
});
