// Responsible for looking up many rows of a table at once, and for the gradient of that, both natively.
// Leaves to others: which rows; sparse optimizers.

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeOp, executeRaw } from './execute-op.js';
import { usesGpu } from './load-tensorflow.js';
import { nodeBackend, type TensorFlow } from './node-backend.js';
import { activeTrace } from './trace/active-trace.js';

/**
 * Rows of `table` (float32 [rows, width]) by `ids` (int32 of any shape): float32 [...ids.shape, width]. Differentiable in
 * `table`; the gradient is dense.
 *
 * The same as tf.gather(table, ids), which reads every ID back into JavaScript to check it (11 ms for 409,600 IDs where
 * the op takes 1 ms). Here TensorFlow's own check holds: on a CPU an ID out of range fails; on a GPU it reads zeros.
 * On a CPU the gradient adds rows in the order of the IDs, whatever the threads: always the same bits.
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
  const gather = tf.customGrad((input, save) => {
    const value = gatherRows(tf, input as Tensor, ids);
    // The IDs may be made inside the loss, whose tensors are gone by the time of the gradient.
    (save as (tensors: Tensor[]) => void)([ids]);
    return {
      value,
      // A trace makes of the segment sum what the CPU's form is, without reading IDs back.
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const sum = usesGpu(tf) || activeTrace() !== undefined ? sumRowsBySegment : sumRowsOnCpu;
        return sum(tf, dy, saved[0] as Tensor, rows);
      },
    };
  });
  return gather(table as Tensor2D);
}

function gatherRows(tf: TensorFlow, table: Tensor, ids: Tensor): Tensor {
  const attributes = {
    batch_dims: { int: 0 },
    Tparams: { type: 'float32' },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
  } as const;
  return only(executeOp(tf, 'GatherV2', attributes, [table, ids, tf.scalar(0, 'int32')]));
}

/**
 * The rows of `dy` summed by ID, as the product of a sparse 0/1 matrix [rows, ids.size] with `dy`: one pass over the IDs
 * in a plain loop. For 409,600 IDs and rows of 8 it takes 0.7 ms on one thread, where UnsortedSegmentSum takes 8.
 */
function sumRowsOnCpu(tf: TensorFlow, dy: Tensor, ids: Tensor, rows: number): Tensor {
  const values = ids.dataSync<'int32'>();
  const count = values.length;
  const positions = new Int32Array(count * 2);
  // By index: iterating over entries makes an array for each ID.
  for (let position = 0; position < count; position++) {
    positions[2 * position] = values[position] as number;
    positions[2 * position + 1] = position;
  }
  const backend = nodeBackend(tf);
  const { binding } = backend;
  // An int64 is two words, low first.
  const shape = binding.createTensor([2], binding.TF_INT64, Int32Array.of(rows, 0, count, 0));
  try {
    const [indices, ones, dense] = backend.getInputTensorIds([
      tf.tensor2d(positions, [count, 2], 'int32'),
      tf.fill([count], 1),
      tf.reshape(dy, [count, -1]),
    ]);
    const attributes = {
      T: { type: 'float32' },
      Tindices: { type: 'int32' },
      adjoint_a: { bool: false },
      adjoint_b: { bool: false },
    } as const;
    const inputs = [indices, ones, shape, dense].filter((id) => id !== undefined);
    const results = executeRaw(binding, 'SparseTensorDenseMatMul', attributes, inputs, 1);
    return only(results.map((metadata) => backend.createOutputTensor(metadata)));
  } finally {
    binding.deleteTensor(shape);
  }
}

function sumRowsBySegment(tf: TensorFlow, dy: Tensor, ids: Tensor, rows: number): Tensor {
  const attributes = {
    T: { type: 'float32' },
    Tindices: { type: 'int32' },
    Tnumsegments: { type: 'int32' },
  } as const;
  return only(executeOp(tf, 'UnsortedSegmentSum', attributes, [dy, ids, tf.scalar(rows, 'int32')]));
}

function only(outputs: Tensor[]): Tensor {
  const [output] = outputs;
  if (output === undefined) throw new TensorFlowError('op-failed', 'the op gave no output');
  return output;
}
