/**
 * Rows as tensors, as a network takes them: leaf ordinals as leaf IDs, every other column as it is. The one place that knows which column of a
 * layout is which input, for rows in memory and for the placeholders of a compiled step.
 * Leaves memory to the caller's `tf.tidy`.
 */
import { addOffsets, type TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import type { FedColumn, FedRows, FedValues, RowLayout } from '../data/row-layout.js';
import type { NetworkInputs } from './network-inputs.js';

interface RowTensors {
  readonly inputs: NetworkInputs<Tensor>;
  /** [rows, tasks] */
  readonly labels: Tensor2D;
}

/** How a column becomes a tensor [rows, width]. */
interface ColumnTensors {
  /** Global leaf IDs, int32, of leaf ordinals. */
  leafIds(column: FedColumn): Tensor;
  floats(column: FedColumn): Tensor;
}

/** @throws RangeError for a column that no input takes, or of another type than its input: a float32 would lose digits of a uint32 */
function columnsAsInputs(layout: RowLayout, of: ColumnTensors): RowTensors {
  const tensors: Partial<Record<'leaves' | 'dense' | 'margins' | 'labels', Tensor>> = {};
  for (const column of layout) {
    const { name } = column;
    switch (name) {
      case 'leaves':
        if (column.dtype === 'float32') throw otherType(column, 'which are no whole numbers');
        tensors[name] = of.leafIds(column);
        break;
      case 'dense':
      case 'margins':
      case 'labels':
        if (column.dtype !== 'float32') throw otherType(column, 'which float32 would round');
        tensors[name] = of.floats(column);
        break;
      default:
        throw new RangeError(`No input takes column "${name}": nothing would be learnt of it.`);
    }
  }
  const { leaves = null, dense = null, margins = null, labels } = tensors;
  return { inputs: { leafIds: leaves, dense, margins }, labels: labels as Tensor2D };
}

/** @throws RangeError where a column of the layout is not among the rows'; as `columnsAsInputs` */
export function rowTensors(
  tf: TensorFlow,
  layout: RowLayout,
  slotOffsets: Int32Array,
  { rows, columns }: { readonly rows: number; readonly columns: FedRows },
): RowTensors {
  const valuesOf = ({ name }: FedColumn): FedValues => {
    const values = columns[name];
    if (values === undefined) throw new RangeError(`The rows have no column "${name}".`);
    return values;
  };
  return columnsAsInputs(layout, {
    leafIds(column) {
      const values = valuesOf(column);
      if (values instanceof Float32Array)
        throw otherType({ ...column, dtype: 'float32' }, 'which are no whole numbers');
      return tf.tensor(globalLeafIds(values, slotOffsets), [rows, column.width], 'int32');
    },
    floats: (column) => tf.tensor(valuesOf(column), [rows, column.width], 'float32'),
  });
}

/** The same for the placeholders of a compiled step, by the columns' names. */
export function placeholderTensors(
  tf: TensorFlow,
  layout: RowLayout,
  slotOffsets: Int32Array,
  given: Readonly<Record<string, Tensor>>,
): RowTensors {
  const placeholder = ({ name }: FedColumn) => given[name] as Tensor;
  return columnsAsInputs(layout, {
    leafIds: (column) => addOffsets(tf, placeholder(column), slotOffsets),
    floats: placeholder,
  });
}

function otherType({ name, dtype }: Pick<FedColumn, 'name' | 'dtype'>, why: string): RangeError {
  return new RangeError(`Column "${name}" is of ${dtype}, ${why}.`);
}
