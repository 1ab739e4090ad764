/**
 * The order in which an epoch visits the rows: a seeded permutation that needs no memory.
 * Leaves cutting the order into batches and ranks to `batch-plan.ts`.
 */
import { keyedHash } from '../keyed-hash.js';

const rounds = 6;

/** Maps a position in [0, rows) to the row visited there; a bijection. */
export type RowPermutation = (position: number) => number;

/**
 * A permutation of [0, rows) as a function of (seed, epoch): a balanced Feistel network over the next even power of two,
 * walked along its cycle until it lands inside (Black & Rogaway 2002, "Ciphers with arbitrary finite domains").
 * O(1) memory; under four rounds of walking on average.
 *
 * @param rows from 1 to 2^32
 * @throws RangeError when `rows` is outside that range
 */
export function rowPermutation(rows: number, seed: number, epoch: number): RowPermutation {
  if (!Number.isInteger(rows) || rows < 1 || rows > 2 ** 32)
    throw new RangeError(`Can't permute ${rows} rows.`);
  const halfBits = Math.max(1, Math.ceil(Math.log2(rows) / 2));
  const half = 2 ** halfBits;
  const mask = half - 1;
  const keys = Array.from({ length: rounds }, (_, round) => keyedHash(seed >>> 0, epoch >>> 0, round));
  const encrypt = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value & mask;
    for (const key of keys) {
      const next = left ^ (keyedHash(key, right) & mask);
      left = right;
      right = next;
    }
    return left * half + right;
  };
  return (position) => {
    let value = encrypt(position);
    while (value >= rows) value = encrypt(value);
    return value;
  };
}
