// Responsible for which rows a batch touches, each once, with its gradient: over all ranks the same, to the byte.
// Leaves to others: the rule that is applied to them, and how ranks talk.

import type { RowOps } from './row-ops.js';
import { concatRows } from './row-ops.js';

/** Rows of a table by ID, float32 [ids.size, width]. */
export interface RowGradient<R> {
  readonly ids: R;
  readonly rows: R;
}

/** The gradients of several lookups as one. */
export function joinGradients<R>(ops: RowOps<R>, parts: readonly RowGradient<R>[]): RowGradient<R> {
  return {
    ids: concatRows(
      ops,
      'int32',
      parts.map(({ ids }) => ids),
    ),
    rows: concatRows(
      ops,
      'float32',
      parts.map(({ rows }) => rows),
    ),
  };
}

const int32 = { type: 'int32' } as const;
const float32 = { type: 'float32' } as const;

/**
 * Each ID once, in the order of first appearance, with the sum of its rows in their order. On a CPU the sum is the product
 * of a sparse 0/1 matrix with the rows: a plain loop over the IDs, where UnsortedSegmentSum takes ten times as long.
 */
export function sumById<R>(ops: RowOps<R>, { ids, rows }: RowGradient<R>): RowGradient<R> {
  const [unique, position] = ops.runAll('Unique', { T: int32, out_idx: int32 }, [ids], 2);
  if (unique === undefined || position === undefined) throw new RangeError('Unique has two outputs');
  const size = (of: R) => ops.run('Size', { T: int32, out_type: int32 }, [of]);
  if (ops.gpu) {
    const attributes = { T: float32, Tindices: int32, Tnumsegments: int32 };
    return { ids: unique, rows: ops.run('UnsortedSegmentSum', attributes, [rows, position, size(unique)]) };
  }
  const count = size(ids);
  const order = ops.run('Range', { Tidx: int32 }, [ops.int32([], [0]), count, ops.int32([], [1])]);
  const pack = (axis: number, parts: readonly R[]) =>
    ops.run('Pack', { N: { int: parts.length }, T: int32, axis: { int: axis } }, parts);
  const ones = ops.run('Fill', { T: float32, index_type: int32 }, [pack(0, [count]), ops.float32(1)]);
  const shape = ops.run('Cast', { SrcT: int32, DstT: { type: 'int64' }, Truncate: { bool: false } }, [
    pack(0, [size(unique), count]),
  ]);
  const attributes = {
    T: float32,
    Tindices: int32,
    adjoint_a: { bool: false },
    adjoint_b: { bool: false },
  };
  const sums = ops.run('SparseTensorDenseMatMul', attributes, [
    pack(1, [position, order]),
    ones,
    shape,
    rows,
  ]);
  return { ids: unique, rows: sums };
}
