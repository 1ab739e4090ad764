// Responsible for recording some ops in a form that runs faster and gives the same bits.
// Leaves to others: which tensors they stand for.

import { type AttributeMessage, shapeMessage } from '../saved-model-format.js';
import type { Trace, TracedOutput } from './trace.js';

const float32 = 1;
const int32 = 3;
const int64 = 9;
const typeOf = (number: number): AttributeMessage => ({ type: number });

/** Adds a constant and returns its node. */
export function addConstant(
  trace: Trace,
  dtype: number,
  shape: readonly number[],
  values: NodeJS.ArrayBufferView,
): string {
  // A copy: the array may be written again before the graph is made.
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  const tensor = { dtype, tensor_shape: shapeMessage(shape), tensor_content: content };
  return trace.add('Const', { dtype: typeOf(dtype), value: { tensor } }, []);
}

function addReshape(trace: Trace, input: string, shape: readonly number[], dtype: number): string {
  const target = addConstant(trace, int32, [shape.length], Int32Array.from(shape));
  return trace.add('Reshape', { T: typeOf(dtype), Tshape: typeOf(int32) }, [input, target]);
}

export interface RecordedOp {
  readonly op: string;
  readonly attr: Readonly<Record<string, AttributeMessage>>;
  readonly inputs: readonly TracedOutput[];
  /** Shape of the first output. */
  readonly shape: readonly number[];
  readonly gpu: boolean;
}

/** Records an op in its faster form and returns the node, or null where it has none: then it is recorded as it is. */
export function recordRewritten(trace: Trace, recorded: RecordedOp): string | null {
  const { op, attr, inputs, shape, gpu } = recorded;
  const [first, second] = inputs;
  if (first === undefined || second === undefined) return null;
  switch (op) {
    case 'UnsortedSegmentSum':
      return segmentSumAsProduct(trace, first, second, shape[0] ?? 0, gpu);
    case 'BatchMatMulV2':
      return singleMatMul(trace, attr, first, second);
    case 'Add':
    case 'AddV2':
      return noteBiasAdd(trace, recorded);
    default:
      return null;
  }
}

/** tfjs multiplies all matrices as batches; MatMul itself can be fused with what follows it. */
function singleMatMul(
  trace: Trace,
  attr: RecordedOp['attr'],
  a: TracedOutput,
  b: TracedOutput,
): string | null {
  if (a.dtype !== float32 || b.dtype !== float32 || a.shape.length !== 2 || b.shape.length !== 2) return null;
  return trace.add(
    'MatMul',
    { T: typeOf(float32), transpose_a: attr.adj_x ?? { b: false }, transpose_b: attr.adj_y ?? { b: false } },
    [a.name, b.name],
  );
}

/** A row added to a matrix: recorded as it is, and noted, since only what comes after tells which form is the best. */
function noteBiasAdd(trace: Trace, { op, attr, inputs }: RecordedOp): string | null {
  const [matrix, row] = inputs;
  const fits =
    matrix?.dtype === float32 &&
    row?.dtype === float32 &&
    matrix.shape.length === 2 &&
    row.shape.length === 1 &&
    matrix.shape[1] === row.shape[0] &&
    (row.shape[0] ?? 0) > 1;
  if (!fits) return null;
  const node = trace.add(op, attr, [matrix.name, row.name]);
  trace.biasAdds.add(node);
  return node;
}

/**
 * UnsortedSegmentSum as the product of a sparse 0/1 matrix [segments, rows] with the data: one pass over the rows in
 * their order, which is the order that the op itself adds in. For 409,600 rows of 8 floats 0.7 ms on one thread where
 * the op takes 8. Null where that form does not fit: on a GPU, where the op itself is the better one, and for segments
 * that may be negative, which the op leaves out. Those of a gradient have been looked up with.
 */
function segmentSumAsProduct(
  trace: Trace,
  data: TracedOutput,
  segments: TracedOutput,
  segmentCount: number,
  gpu: boolean,
): string | null {
  const rows = segments.shape.reduce((product, size) => product * size, 1);
  const width = data.shape.slice(segments.shape.length).reduce((product, size) => product * size, 1);
  if (gpu || data.dtype !== float32 || segments.dtype !== int32 || rows === 0 || width === 0) return null;
  if (!isGatheredBy(trace, segments.name)) return null;
  const reshape = (input: string, shape: readonly number[], dtype: number) =>
    addReshape(trace, input, shape, dtype);
  // A pair (segment, row) of two int32 is one int64: adding the row in the upper word makes pairs without moving anything.
  const upper = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row) << 32n);
  const wide = trace.add('Cast', { SrcT: typeOf(int32), DstT: typeOf(int64), Truncate: { b: false } }, [
    reshape(segments.name, [rows], int32),
  ]);
  const joined = trace.add('AddV2', { T: typeOf(int64) }, [wide, addConstant(trace, int64, [rows], upper)]);
  const pairs = trace.add('Bitcast', { T: typeOf(int64), type: typeOf(int32) }, [joined]);
  const ones = addConstant(trace, float32, [rows], new Float32Array(rows).fill(1));
  const shape = addConstant(trace, int64, [2], BigInt64Array.of(BigInt(segmentCount), BigInt(rows)));
  const product = trace.add(
    'SparseTensorDenseMatMul',
    { T: typeOf(float32), Tindices: typeOf(int32), adjoint_a: { b: false }, adjoint_b: { b: false } },
    [pairs, ones, shape, reshape(data.name, [rows, width], float32)],
  );
  return reshape(product, [segmentCount, ...data.shape.slice(segments.shape.length)], float32);
}

/** Whether something was looked up by these indices, in whatever shape: then they are in range. */
function isGatheredBy(trace: Trace, indices: string): boolean {
  const nodes = new Map(trace.nodes.map((node) => [node.name, node]));
  const rootOf = (output: string): string => {
    const node = nodes.get(output);
    return node?.op === 'Reshape' ? rootOf(node.input[0] ?? '') : output;
  };
  const root = rootOf(indices);
  return trace.nodes.some(({ op, input }) => op === 'GatherV2' && rootOf(input[1] ?? '') === root);
}
