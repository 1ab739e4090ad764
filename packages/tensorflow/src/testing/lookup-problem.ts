// Responsible for lookups whose products are exact, in whatever order they are added up.
// Leaves to others: what is done with them.

import type { Tensor2D } from '@tensorflow/tfjs-core';
import { statelessUniform, type TensorFlow } from '../index.js';

export interface LookupProblem {
  readonly table: Tensor2D;
  readonly kernel: Tensor2D;
  readonly ids: Tensor2D;
  readonly offsets: Int32Array;
}

export interface LookupShape {
  readonly rows: number;
  /** Entries of each slot. */
  readonly entries: readonly number[];
  readonly depth: number;
  readonly width: number;
}

/** Whole numbers so small that every sum of products is exact, in whatever order it is made. */
export function lookupProblem(tf: TensorFlow, { rows, entries, depth, width }: LookupShape): LookupProblem {
  const offsets = Int32Array.of(0, ...entries);
  for (let slot = 0; slot < entries.length; slot++)
    offsets[slot + 1] = (offsets[slot] ?? 0) + (entries[slot] ?? 0);
  const whole = (shape: [number, number], seed: number) =>
    tf.sub(tf.floor(tf.mul(statelessUniform(tf, shape, [seed, 1]), 9)), 4) as Tensor2D;
  const drawn = statelessUniform(tf, [rows, entries.length], [5, 5]).dataSync();
  const ids = Int32Array.from(drawn, (share, at) => {
    const slot = at % entries.length;
    // Squared: most rows name the first entries, many entries are named by none.
    return (offsets[slot] ?? 0) + Math.floor(share * share * (entries[slot] ?? 0));
  });
  return {
    table: whole([offsets.at(-1) ?? 0, depth], 2),
    kernel: whole([entries.length * depth, width], 3),
    ids: tf.tensor2d(ids, [rows, entries.length], 'int32'),
    offsets,
  };
}
