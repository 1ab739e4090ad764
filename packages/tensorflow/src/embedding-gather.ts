// Responsible for looking up many rows of a table at once, with its gradient, in one native call each way.
// Leaves to others: which rows; sparse optimizers.

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeOp } from './execute-op.js';
import type { TensorFlow } from './node-backend.js';

/**
 * Rows of `table` (float32 [rows, width]) by `ids` (int32 of any shape): float32 [...ids.shape, width]. Differentiable in
 * `table`; the gradient is dense.
 *
 * The same as tf.gather(table, ids), which reads every ID back into JavaScript to check it (11 ms for 409,600 IDs where
 * the op takes 1 ms). Here TensorFlow's own check holds: on a CPU an ID out of range fails; on a GPU it reads zeros.
 *
 * @throws TensorFlowError 'op-failed' for an ID out of range, 'shape-mismatch' for a table that is not 2-D or other IDs.
 */
export function embeddingGather(tf: TensorFlow, table: Tensor, ids: Tensor): Tensor {
  const [rows] = table.shape;
  if (rows === undefined || table.rank !== 2 || ids.dtype !== 'int32') {
    throw new TensorFlowError(
      'shape-mismatch',
      `embeddingGather takes a 2-D table and int32 IDs, not ${table.dtype} [${table.shape}] and ${ids.dtype} [${ids.shape}]`,
    );
  }
  const gather = tf.customGrad((input) => ({
    value: gatherRows(tf, input as Tensor, ids),
    gradFunc: (dy: Tensor) => sumRows(tf, dy, ids, rows),
  }));
  return gather(table as Tensor2D);
}

function gatherRows(tf: TensorFlow, table: Tensor, ids: Tensor): Tensor {
  return one(
    executeOp(
      tf,
      'GatherV2',
      {
        batch_dims: { int: 0 },
        Tparams: { type: 'float32' },
        Tindices: { type: 'int32' },
        Taxis: { type: 'int32' },
      },
      [table, ids, tf.scalar(0, 'int32')],
    ),
  );
}

function sumRows(tf: TensorFlow, dy: Tensor, ids: Tensor, rows: number): Tensor {
  return one(
    executeOp(
      tf,
      'UnsortedSegmentSum',
      { T: { type: 'float32' }, Tindices: { type: 'int32' }, Tnumsegments: { type: 'int32' } },
      [dy, ids, tf.scalar(rows, 'int32')],
    ),
  );
}

function one(outputs: Tensor[]): Tensor {
  const [output] = outputs;
  if (output === undefined) throw new TensorFlowError('op-failed', 'the op gave no output');
  return output;
}
