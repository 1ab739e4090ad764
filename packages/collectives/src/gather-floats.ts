// Responsible for bringing vectors of any length from every rank to every rank, by what a reducer can do.
// Leaves to others: what the vectors mean.

import { CollectiveError } from './collective-error.js';
import type { HostReducer } from './host-reducer.js';

/** Lengths go as two floats, each exact. */
const lengthBase = 4096;

/**
 * The ranks' vectors behind each other, in rank order. By the reducer's own `allGather` where it has one; else as two sums:
 * of the lengths, then of vectors that are zero everywhere but at the rank's own place.
 *
 * @throws CollectiveError 'unsupported' for a reducer that has neither `allGather` nor a `rank`
 */
export async function gatherFloats(reducer: HostReducer, own: Float32Array): Promise<Float32Array> {
  if (reducer.allGather !== undefined) return concatenated(await reducer.allGather(own));
  const { worldSize, rank } = reducer;
  if (rank === undefined) {
    throw new CollectiveError(
      'unsupported',
      'To gather vectors of any length the reducer needs `rank`, or `allGather`',
    );
  }
  const lengths = new Float32Array(2 * worldSize);
  lengths[2 * rank] = Math.floor(own.length / lengthBase);
  lengths[2 * rank + 1] = own.length % lengthBase;
  await reducer.allReduceSum(lengths);
  const lengthOf = (of: number) => (lengths[2 * of] ?? 0) * lengthBase + (lengths[2 * of + 1] ?? 0);
  const ranks = Array.from({ length: worldSize }, (_, of) => of);
  const before = (of: number) => ranks.slice(0, of).reduce((sum, each) => sum + lengthOf(each), 0);
  const all = new Float32Array(before(worldSize));
  all.set(own, before(rank));
  if (all.length > 0) await reducer.allReduceSum(all);
  return all;
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
