// Responsible for reading and writing ranges of rows where steps run eagerly.
// Leaves to others: the rows of a compiled step.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../node-backend.js';
import { withEagerRowOps } from './eager-row-ops.js';
import { gatherRows, setRows } from './row-ops.js';
import type { RowStorage } from './row-storage.js';

/** Copies rows: float32 [count, width], row-major. */
export function readEagerRows(storage: RowStorage, first: number, count: number): Float32Array {
  const { tf } = storage;
  return tf.tidy(() => ({
    values: withEagerRowOps(tf, (ops) => {
      const rows = gatherRows(ops, storage, ops.ofTensor(idRange(tf, first, count)));
      return ops.values(rows).slice() as Float32Array;
    }),
  })).values;
}

/** Replaces rows from `first` on; copies. */
export function writeEagerRows(storage: RowStorage, first: number, values: Float32Array): void {
  const { tf, width } = storage;
  tf.tidy(() =>
    withEagerRowOps(tf, (ops) => {
      const count = values.length / width;
      const rows = tf.tensor2d(values.slice(), [count, width]);
      setRows(ops, storage, ops.ofTensor(idRange(tf, first, count)), ops.ofTensor(rows));
    }),
  );
}

function idRange(tf: TensorFlow, first: number, count: number): Tensor {
  return tf.tensor1d(
    Int32Array.from({ length: count }, (_, index) => first + index),
    'int32',
  );
}
