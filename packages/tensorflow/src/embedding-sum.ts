// Responsible for adding up rows of a table, many for each result, without writing the rows out first.
// Leaves to others: which rows; sparse optimizers.

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { embeddingGather } from './embedding-gather.js';
import { TensorFlowError } from './errors.js';
import { usesGpu } from './load-tensorflow.js';
import type { TensorFlow } from './node-backend.js';
import { runOwnOp } from './own-ops.js';

/**
 * For each row of `ids` (int32 [rows, slots]) the sum of the table's rows that it names: float32 [rows, width]. `table`
 * is float32 [entries, width]. Differentiable in `table`; the gradient is dense. Sums run in the order of the IDs,
 * forward and backward, whatever the threads.
 *
 * On a CPU an op of our own, on one thread; on a GPU it is what it stands for.
 *
 * @throws TensorFlowError 'op-failed' for an ID out of range, 'shape-mismatch' for other ranks or IDs that are not int32
 */
export function embeddingSum(tf: TensorFlow, table: Tensor, ids: Tensor): Tensor2D {
  if (table.rank !== 2 || ids.rank !== 2 || ids.dtype !== 'int32') {
    throw new TensorFlowError(
      'shape-mismatch',
      `embeddingSum takes a 2-D table and 2-D int32 IDs, not ${table.dtype} [${table.shape}] and ${ids.dtype} [${ids.shape}]`,
    );
  }
  if (usesGpu(tf)) return tf.sum(embeddingGather(tf, table, ids), 1);
  const [rows = 0] = ids.shape;
  const [, width = 0] = table.shape;
  const sum = tf.customGrad((input, save) => {
    const entries = input as Tensor;
    const [value] = runOwnOp(tf, 'EspalierLookupSum', [entries, ids], [[rows, width]]);
    // The IDs may be made inside the loss, whose tensors are gone by the time of the gradient.
    (save as (tensors: Tensor[]) => void)([entries, ids]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      runOwnOp(tf, 'EspalierLookupSumGradient', [...saved, dy], [table.shape]);
    return { value: value as Tensor, gradFunc };
  });
  return sum(table as Tensor2D) as Tensor2D;
}
