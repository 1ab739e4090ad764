// Responsible for whole numbers by column, each column's offset added, as ordinals become IDs.
// Leaves to others: what they number. In a compiled step narrow inputs are read as they are fed (compile/narrow-inputs.ts).

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { dataTypes } from './execute-op.js';
import { usesGpu } from './load-tensorflow.js';
import type { TensorFlow } from './node-backend.js';
import { runOwnOp } from './own-ops.js';

/**
 * int32 `numbers` [rows, columns] plus `offsets` [columns]: int32 [rows, columns]. No gradient.
 *
 * On a CPU an op of our own; on a GPU it is `tf.add`.
 *
 * @throws TensorFlowError 'shape-mismatch' for other shapes and dtypes
 */
export function addOffsets(tf: TensorFlow, numbers: Tensor, offsets: Int32Array): Tensor2D {
  const [, columns] = numbers.shape;
  if (numbers.rank !== 2 || numbers.dtype !== 'int32' || columns !== offsets.length) {
    throw new TensorFlowError(
      'shape-mismatch',
      `addOffsets takes int32 numbers [rows, columns] and an offset for each column, not ${numbers.dtype} [${numbers.shape}] and ${offsets.length} offsets`,
    );
  }
  return tf.tidy(() => {
    const ofColumns = tf.tensor1d(offsets, 'int32');
    if (usesGpu(tf)) return tf.add(numbers, ofColumns);
    const attr = { T: { type: dataTypes.int32 } };
    const [sums] = runOwnOp(tf, 'EspalierAddOffsets', [numbers, ofColumns], [numbers.shape], attr);
    return sums as Tensor2D;
  });
}
