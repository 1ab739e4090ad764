// Responsible for the interface by which the rules for touched rows are written once and run in two ways: recorded in a
// trace, or eagerly.
// Leaves to others: both ways, and the rules.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attributes } from '../execute-op.js';
import type { RowStorage } from './row-storage.js';

/** `R` stands for a tensor of any dtype, or for the end of an op without outputs. */
export interface RowOps<R> {
  /** Whether the ops run on a GPU. */
  readonly gpu: boolean;
  /** An op that depends on its inputs alone; its first output. `after`: what must have ended before. */
  run(op: string, attributes: Attributes, inputs: readonly R[], after?: readonly R[]): R;
  /** The same, with all its outputs; none gives what stands for its end. */
  runAll(
    op: string,
    attributes: Attributes,
    inputs: readonly R[],
    outputs: number,
    after?: readonly R[],
  ): readonly R[];
  int32(shape: readonly number[], values: readonly number[]): R;
  float32(value: number): R;
  ofTensor(tensor: Tensor): R;
  /** An op whose first input is the storage: it sees all writes before it, and none after it. */
  read(storage: RowStorage, op: string, attributes: Attributes, inputs: readonly R[]): R;
  /** An op whose first inputs are the storages, which it changes in place. */
  write(storages: readonly RowStorage[], op: string, attributes: Attributes, inputs: readonly R[]): void;
  /** The handle of a float32 variable for intermediate results, [any, width]. One name, one variable a step. */
  scratch(name: string, width: number): R;
}

const float = { type: 'float32' } as const;
const indices = { Tindices: { type: 'int32' } } as const;

/** Rows of a storage: float32 [ids.size, width]. */
export function gatherRows<R>(ops: RowOps<R>, storage: RowStorage, ids: R): R {
  const attributes = { dtype: float, ...indices, batch_dims: { int: 0 }, validate_indices: { bool: true } };
  return ops.read(storage, 'ResourceGather', attributes, [ids]);
}

/** Sets rows; IDs are unique. */
export function setRows<R>(ops: RowOps<R>, storage: RowStorage, ids: R, rows: R): void {
  ops.write([storage], 'ResourceScatterUpdate', { dtype: float, ...indices }, [ids, rows]);
}

/** `storage[ids] -= rows`; IDs are unique. */
export function subtractRows<R>(ops: RowOps<R>, storage: RowStorage, ids: R, rows: R): void {
  ops.write([storage], 'ResourceScatterSub', { dtype: float, ...indices }, [ids, rows]);
}

/** Puts tensors behind each other along their first axis. */
export function concatRows<R>(ops: RowOps<R>, type: 'float32' | 'int32', parts: readonly R[]): R {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const attributes = { N: { int: parts.length }, T: { type }, Tidx: { type: 'int32' } } as const;
  return ops.run('ConcatV2', attributes, [...parts, ops.int32([], [0])]);
}
