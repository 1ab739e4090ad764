/**
 * Rows as tensors, as a network takes them: leaf ordinals as leaf IDs, every other column as it is.
 * Leaves memory to the caller's `tf.tidy`.
 */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import type { FedRows, RowLayout } from '../data/row-layout.js';
import type { LeafOrdinals } from '../data/shard-columns.js';
import type { NetworkInputs } from './network-inputs.js';

interface RowTensors {
  readonly inputs: NetworkInputs<Tensor>;
  /** [rows, tasks] */
  readonly labels: Tensor2D;
}

/** @throws RangeError where a column of the layout is not among the rows' */
export function rowTensors(
  tf: TensorFlow,
  layout: RowLayout,
  slotOffsets: Int32Array,
  { rows, columns }: { readonly rows: number; readonly columns: FedRows },
): RowTensors {
  const tensors: Record<string, Tensor> = {};
  for (const { name, width } of layout) {
    const values = columns[name];
    if (values === undefined) throw new RangeError(`The rows have no column "${name}".`);
    tensors[name] =
      name === 'leaves'
        ? tf.tensor(globalLeafIds(values as LeafOrdinals, slotOffsets), [rows, width], 'int32')
        : tf.tensor(values, [rows, width], 'float32');
  }
  const { leaves = null, dense = null, margins = null, labels } = tensors;
  return { inputs: { leafIds: leaves, dense, margins }, labels: labels as Tensor2D };
}
