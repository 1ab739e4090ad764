// Responsible for memory between JavaScript and TensorFlow: tensors over arrays, without a copy where it can be had.
// Leaves to others: when a tensor is fed, and when its array may be written again.

import koffi from 'koffi';
import { TensorFlowError } from '../errors.js';
import { type CApi, cApi, type Pointer } from './c-api.js';

/** Typed arrays by the name of the dtype that they hold; bool is one byte, 0 or 1. */
export interface ArrayOfDtype {
  float32: Float32Array;
  int32: Int32Array;
  bool: Uint8Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
}

export type NativeDtype = keyof ArrayOfDtype;
export type NativeArray = ArrayOfDtype[NativeDtype];

/** TensorFlow's numbers (tensorflow/core/framework/types.proto) and the arrays. */
export const nativeDtypes = {
  float32: { number: 1, array: Float32Array },
  int32: { number: 3, array: Int32Array },
  uint8: { number: 4, array: Uint8Array },
  int64: { number: 9, array: BigInt64Array },
  bool: { number: 10, array: Uint8Array },
  uint16: { number: 17, array: Uint16Array },
  uint32: { number: 22, array: Uint32Array },
} as const;

/** TensorFlow takes memory as it is only from such an address on (EIGEN_MAX_ALIGN_BYTES); it copies anything else. */
export const tensorAlignmentBytes = 64;

function dtypeOfNumber(number: number): NativeDtype | undefined {
  return (Object.keys(nativeDtypes) as NativeDtype[]).find((name) => nativeDtypes[name].number === number);
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function addressOf(array: NodeJS.TypedArray): Pointer {
  return koffi.address(array) as Pointer;
}

/** An array whose first byte is aligned, so that TensorFlow reads it where it is. */
export function alignedArray<D extends NativeDtype>(dtype: D, length: number): ArrayOfDtype[D] {
  const { array } = nativeDtypes[dtype];
  const buffer = new ArrayBuffer(length * array.BYTES_PER_ELEMENT + tensorAlignmentBytes);
  const past = Number(addressOf(new Uint8Array(buffer)) % BigInt(tensorAlignmentBytes));
  return new array(buffer, (tensorAlignmentBytes - past) % tensorAlignmentBytes, length) as ArrayOfDtype[D];
}

function dimensions(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape.length === 0 ? [0] : shape, BigInt);
}

/** A tensor over an aligned array's own memory: what is written to the array later is what TensorFlow reads. */
export function tensorOver(
  api: CApi,
  dtype: NativeDtype,
  shape: readonly number[],
  array: NativeArray,
): Pointer {
  const dims = dimensions(shape);
  return api.TF_NewTensor(
    nativeDtypes[dtype].number,
    dims,
    shape.length,
    addressOf(array),
    array.byteLength,
    api.doNothing,
    null,
  );
}

/** A tensor that owns a copy of the array. */
export function tensorOf(
  api: CApi,
  dtype: NativeDtype,
  shape: readonly number[],
  array: NativeArray,
): Pointer {
  const dims = dimensions(shape);
  const tensor: Pointer = api.TF_AllocateTensor(
    nativeDtypes[dtype].number,
    dims,
    shape.length,
    array.byteLength,
  );
  if (array.byteLength > 0) api.copyMemory(api.TF_TensorData(tensor), array, array.byteLength);
  return tensor;
}

/** What a tensor holds, copied out. */
export function readTensor(tensor: Pointer): { dtype: NativeDtype; shape: number[]; values: NativeArray } {
  const api = cApi();
  const number: number = api.TF_TensorType(tensor);
  const dtype = dtypeOfNumber(number);
  if (dtype === undefined) {
    throw new TensorFlowError(
      'unsupported',
      `A tensor of TensorFlow's dtype ${number} can't be read in JavaScript`,
    );
  }
  const shape = Array.from({ length: api.TF_NumDims(tensor) as number }, (_, axis) =>
    Number(api.TF_Dim(tensor, axis)),
  );
  const values = new nativeDtypes[dtype].array(elementsOf(shape)) as NativeArray;
  if (values.byteLength > 0) api.copyMemory(values, api.TF_TensorData(tensor), values.byteLength);
  return { dtype, shape, values };
}
