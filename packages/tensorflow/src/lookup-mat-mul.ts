// Responsible for looked-up rows times a kernel, without writing the rows out, and for the gradients of that.
// Leaves to others: the arithmetic (`kernels/`), and which rows.

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { embeddingGather } from './embedding-gather.js';
import { TensorFlowError } from './errors.js';
import { usesGpu } from './load-tensorflow.js';
import type { TensorFlow } from './node-backend.js';
import { runOwnOp } from './own-ops.js';

export interface SlotIds {
  /** int32 [rows, slots]; those of slot s in [offsets[s], offsets[s + 1]). */
  readonly ids: Tensor;
  /** [slots + 1], never falling, within the table's entries. */
  readonly offsets: Int32Array;
}

/** Rows in the order of what they look up: what tells which entries are to be multiplied, and what gradients are added up by. */
export interface LookupOrder {
  /** What is sorted. */
  readonly of: SlotIds;
  /** Of the IDs as they were then: a variable's may be others by now. */
  readonly dataId: Tensor['dataId'];
  /** Slot by slot the rows, by entry and number, as the ops take them: up to 65,536 rows two numbers in each int32. */
  readonly rows: Tensor;
  /** int32 [offsets.at(-1) + 1]: where those that look an entry up begin. */
  readonly begins: Tensor;
}

function isOrderOf({ of, dataId }: LookupOrder, { ids, offsets }: SlotIds): boolean {
  return of.ids === ids && dataId === ids.dataId && of.offsets === offsets;
}

/** As in kernels/lookup-order.h. */
const mostNarrowRows = 65_536;

/** The order of these IDs, for as many products as look up by them, on a CPU: on a GPU nothing asks for it. @throws TensorFlowError 'op-failed' for an ID out of its slot's range */
export function lookupOrder(tf: TensorFlow, of: SlotIds): LookupOrder {
  const { ids, offsets } = of;
  const [count = 0] = ids.shape;
  const words = count <= mostNarrowRows ? Math.ceil(ids.size / 2) : ids.size;
  const shapes = [[words], [(offsets.at(-1) ?? 0) + 1]];
  const [rows, begins] = tf.tidy(() =>
    runOwnOp(tf, 'EspalierSortLookups', [ids, tf.tensor1d(offsets, 'int32')], shapes),
  ) as [Tensor, Tensor];
  return { of, dataId: ids.dataId, rows, begins };
}

export interface Lookup extends SlotIds {
  /** float32 [entries, depth] */
  readonly table: Tensor;
  /** Of the very same IDs, where several products look up by them; else each sorts for itself. */
  readonly order?: LookupOrder;
}

/**
 * `reshape(gather(table, ids), [rows, slots * depth])` times `kernel` (float32 [slots * depth, width]): float32 [rows, width].
 * Differentiable in the table and the kernel; the table's gradient is dense.
 *
 * On a CPU an op of our own, which multiplies each entry that is named once and adds up what a row's IDs name; backwards it adds the rows' gradients up by
 * entry and multiplies those. It looks through each slot's range, so ranges should be what a batch names much of, such as a tree's leaves.
 * It runs on one thread; a row's bits depend on no other row, and a column's on no other column. On a GPU it is what it stands for.
 *
 * @throws TensorFlowError 'op-failed' for an ID out of its slot's range, 'shape-mismatch' for shapes that do not fit
 */
export function lookupMatMul(tf: TensorFlow, lookup: Lookup, kernel: Tensor): Tensor2D {
  const { table, ids, offsets } = lookup;
  const [rows = 0, slots = 0] = ids.shape;
  const [, depth = 0] = table.shape;
  const [kernelRows, width = 0] = kernel.shape;
  const isMatrices = [table, ids, kernel].every(({ rank }) => rank === 2) && ids.dtype === 'int32';
  if (!isMatrices || kernelRows !== slots * depth || offsets.length !== slots + 1) {
    throw new TensorFlowError(
      'shape-mismatch',
      `lookupMatMul takes a table [entries, depth], int32 IDs [rows, slots], offsets [slots + 1] and a kernel [slots * depth, width], not [${table.shape}], ${ids.dtype} [${ids.shape}], [${offsets.length}] and [${kernel.shape}]`,
    );
  }
  const shared = lookup.order;
  if (shared !== undefined && !isOrderOf(shared, lookup)) {
    throw new TensorFlowError(
      'shape-mismatch',
      'lookupMatMul is given the order of other IDs: give it its own',
    );
  }
  if (usesGpu(tf)) {
    return tf.tidy(() => tf.matMul(tf.reshape(embeddingGather(tf, table, ids), [-1, slots * depth]), kernel));
  }
  return tf.tidy(() => {
    const order = shared ?? lookupOrder(tf, { ids, offsets });
    const product = tf.customGrad((...args) => {
      const [entries, weights, save] = args as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
      const bounds = tf.tensor1d(offsets, 'int32');
      const inputs = [entries, ids, bounds, weights, order.begins];
      const [value] = runOwnOp(tf, 'EspalierLookupMatMul', inputs, [[rows, width]]);
      // All of them may be made inside the loss, whose tensors are gone by the time of the gradient.
      save([entries, bounds, weights, order.rows, order.begins]);
      const gradFunc = (dy: Tensor, saved: Tensor[]) =>
        runOwnOp(tf, 'EspalierLookupMatMulGradient', [...saved, dy], [table.shape, kernel.shape]);
      return { value: value as Tensor, gradFunc };
    });
    return product(table, kernel) as Tensor2D;
  });
}
