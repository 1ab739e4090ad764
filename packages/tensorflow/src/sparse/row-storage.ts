// Responsible for the rows of a table, or of an optimizer's state for one: where they lie when steps run eagerly, and
// what they start from.
// Leaves to others: the rows inside a compiled step, which are that step's own.

import { TensorFlowError } from '../errors.js';
import { type DataType, executeRaw } from '../execute-op.js';
import { nodeBackend, type TensorFlow } from '../node-backend.js';
import type { RowOps } from './row-ops.js';

/**
 * What rows start from: a number everywhere (`zeros` is 0); uniform in [-limit, limit), elements row-major the stream that
 * `statelessUniform` draws from the seed; or given values, row-major.
 */
export type InitialRows =
  | 'zeros'
  | number
  | { readonly uniform: number; readonly seed: readonly [number, number] }
  | Float32Array;

export interface RowShape {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
}

let storagesMade = 0;

export class RowStorage implements RowShape {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  readonly initial: InitialRows;
  readonly tf: TensorFlow;
  #handleId: number | undefined;
  #disposed = false;

  /** @throws TensorFlowError 'shape-mismatch' */
  constructor(tf: TensorFlow, { name, rows, width }: RowShape, initial: InitialRows) {
    const whole = (value: number) => Number.isInteger(value) && value > 0 && value < 2 ** 31;
    if (!whole(rows) || !whole(width)) {
      throw new TensorFlowError(
        'shape-mismatch',
        `table "${name}": rows and width are whole numbers from 1 to 2^31 - 1, not ${rows} and ${width}`,
      );
    }
    if (initial instanceof Float32Array && initial.length !== rows * width) {
      throw new TensorFlowError(
        'shape-mismatch',
        `table "${name}" of [${rows}, ${width}] takes ${rows * width} initial values, not ${initial.length}`,
      );
    }
    this.tf = tf;
    this.name = name;
    this.rows = rows;
    this.width = width;
    this.initial = initial;
  }

  /** Whether an eager step, or a write from outside, has made the rows in this process's eager memory. */
  get isEager(): boolean {
    return this.#handleId !== undefined;
  }

  /** The addon's ID of the variable that holds the rows eagerly, made on first use. `ops` runs eagerly. */
  eagerHandle(ops: RowOps<number>): number {
    if (this.#disposed) throw new TensorFlowError('disposed', `table "${this.name}" was disposed`);
    if (this.#handleId !== undefined) return this.#handleId;
    const { binding } = nodeBackend(this.tf);
    storagesMade += 1;
    const attributes = {
      dtype: { type: 'float32' },
      shape: { shape: [this.rows, this.width] },
      shared_name: { string: `rows/${storagesMade}/${this.name}` },
      container: { string: '' },
    } as const;
    const [made] = executeRaw(binding, 'VarHandleOp', attributes, [], 1);
    if (made === undefined) throw new TensorFlowError('op-failed', 'VarHandleOp gave no output');
    this.#handleId = made.id;
    const { initial } = this;
    // A copy: TensorFlow may keep the array's own memory for the variable.
    const given = initial instanceof Float32Array ? initial.slice() : null;
    const value =
      given === null
        ? initialRows(ops, this, ops.int32([2], [this.rows, this.width]))
        : binding.createTensor([this.rows, this.width], binding.TF_FLOAT, given);
    ops.runAll('AssignVariableOp', { dtype: { type: 'float32' } }, [made.id, value], 0);
    if (given !== null) binding.deleteTensor(value);
    return made.id;
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#handleId === undefined) return;
    const { binding } = nodeBackend(this.tf);
    executeRaw(binding, 'DestroyResourceOp', { ignore_lookup_error: { bool: true } }, [this.#handleId], 0);
    binding.deleteTensor(this.#handleId);
    this.#handleId = undefined;
  }
}

/**
 * The rows that a storage starts from, made inside TensorFlow. Zeros where they are given values: those are written
 * afterwards, since as a constant of the graph they would be there twice.
 *
 * @param shape int32 [2]: rows and width. In a graph no constant, or TensorFlow would fold the rows into another, and keep it.
 */
export function initialRows<R>(ops: RowOps<R>, { initial }: RowStorage, shape: R): R {
  const int32 = { type: 'int32' } as const;
  const float32 = { type: 'float32' } as const;
  const filled = (value: number) =>
    ops.run('Fill', { T: float32, index_type: int32 }, [shape, ops.float32(value)]);
  if (initial instanceof Float32Array || initial === 'zeros') return filled(0);
  if (typeof initial === 'number') return filled(initial);
  const { uniform: limit, seed } = initial;
  // No constant of uint64: pairs of 32-bit words, low first, are reinterpreted.
  const words = (values: readonly number[]) =>
    ops.run('Bitcast', { T: int32, type: { type: 'uint64' satisfies DataType } }, [
      ops.int32([values.length / 2, 2], values),
    ]);
  const drawn = ops.run('StatelessRandomUniformV2', { dtype: float32, Tshape: int32 }, [
    shape,
    words([seed[1] | 0, seed[0] | 0]),
    words([0, 0, 0, 0]),
    ops.int32([], [philox]),
  ]);
  const scaled = ops.run('Mul', { T: float32 }, [drawn, ops.float32(2 * limit)]);
  return ops.run('Sub', { T: float32 }, [scaled, ops.float32(limit)]);
}

const philox = 1;
