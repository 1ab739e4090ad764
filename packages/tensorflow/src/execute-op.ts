// Responsible for running one TensorFlow op by name on tfjs tensors, attributes typed.
// Leaves to others: gradients. An op run here is not on tfjs's tape: wrap it in tf.customGrad where it must be.

import type { Tensor } from '@tensorflow/tfjs-core';
import { messageOf, TensorFlowError } from './errors.js';
import {
  type NativeBinding,
  nodeBackend,
  type OutputMetadata,
  type RawAttribute,
  type TensorFlow,
} from './node-backend.js';

/** TensorFlow's numbers for the dtypes used here (tensorflow/core/framework/types.proto). */
export const dataTypes = {
  float32: 1,
  uint8: 4,
  int32: 3,
  int64: 9,
  bool: 10,
  uint16: 17,
  uint64: 23,
} as const;

/** A dtype by name. */
export type DataType = keyof typeof dataTypes;

/** One attribute of an op, told by what it holds. */
export type Attribute =
  | { type: DataType }
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { string: string }
  | { shape: readonly number[] };

/** The attributes of an op by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * Runs an op eagerly. `inputs` and the outputs are tfjs tensors (float32, int32, bool); `outputs` is how many the op
 * gives. The results belong to the enclosing tf.tidy, as those of any tfjs op.
 *
 * @throws TensorFlowError 'op-failed' with TensorFlow's own message.
 */
export function executeOp(
  tf: TensorFlow,
  name: string,
  attributes: Attributes,
  inputs: readonly Tensor[],
  outputs = 1,
): Tensor[] {
  const backend = nodeBackend(tf);
  const results = executeRaw(backend.binding, name, attributes, backend.getInputTensorIds(inputs), outputs);
  return results.map((metadata) => backend.createOutputTensor(metadata));
}

/**
 * The same on the addon's own tensor IDs, for dtypes that tfjs lacks (uint64, resource). The caller deletes the outputs
 * with `binding.deleteTensor`.
 */
export function executeRaw(
  binding: NativeBinding,
  name: string,
  attributes: Attributes,
  inputs: readonly number[],
  outputs: number,
): OutputMetadata[] {
  try {
    return binding.executeOp(name, rawAttributes(binding, attributes), inputs, outputs);
  } catch (thrown) {
    throw new TensorFlowError('op-failed', `${name}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

function rawAttributes(binding: NativeBinding, attributes: Attributes): RawAttribute[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    if ('type' in attribute) return { name, type: binding.TF_ATTR_TYPE, value: dataTypes[attribute.type] };
    if ('int' in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.int };
    if ('ints' in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.ints };
    if ('float' in attribute) return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
    if ('bool' in attribute) return { name, type: binding.TF_ATTR_BOOL, value: attribute.bool };
    if ('string' in attribute) return { name, type: binding.TF_ATTR_STRING, value: attribute.string };
    return { name, type: binding.TF_ATTR_SHAPE, value: attribute.shape };
  });
}
