// Responsible for the types of what tfjs-node ships untyped: its addon and the part of its backend used here.
// Leaves to others: loading them and calling ops safely.

import type * as core from '@tensorflow/tfjs-core';

/** tfjs's namespace, running on TensorFlow. */
export type TensorFlow = typeof core;

/** An op attribute as the addon takes it: `type` is one of the binding's TF_ATTR_* constants. */
export interface RawAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** What the addon tells about an output: `id` names a TFE_TensorHandle that it holds. */
export interface OutputMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The addon's own functions (binding/tfjs_binding.cc). */
export interface NativeBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    name: string,
    attributes: readonly RawAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputMetadata[];
}

/** The part of tfjs-node's NodeJSKernelBackend used here. */
export interface NodeBackend extends core.KernelBackend {
  /** Replaced during a trace. */
  binding: NativeBinding;
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: readonly core.TensorInfo[]): number[];
  createOutputTensor(metadata: OutputMetadata): core.Tensor;
}

/** The TensorFlow backend behind tfjs. */
export function nodeBackend(tf: TensorFlow): NodeBackend {
  return tf.backend() as NodeBackend;
}
