// Responsible for summing tensors over the ranks of a gang inside a step, as one fused reduction.
// Leaves to others: which collective carries it (`compileStep`'s option).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import { tensorAlignmentBytes } from '../native/native-tensor.js';
import type { TensorFlow } from '../node-backend.js';
import { type ActiveTrace, activeTrace } from '../trace/active-trace.js';
import type { Collective, HostCollective } from './collective.js';
import {
  groupKey,
  instanceKey,
  reductionAttributes,
  reductionOp,
  smallestReduction,
  vectorPlaceholderAttributes,
} from './reduction-node.js';

/**
 * The sums of float32 tensors over all ranks, in rank order: the same bytes on every rank. Fuse what you can into one
 * call — gradients and losses — since each costs a round trip. Outside a compiled step, or in one without a collective,
 * there is one rank, and the tensors come back as they are.
 *
 * @throws TensorFlowError 'shape-mismatch' for a tensor that is not float32
 */
export function allReduceSum(tf: TensorFlow, tensors: readonly Tensor[]): Tensor[] {
  const wrong = tensors.find(({ dtype }) => dtype !== 'float32');
  if (wrong !== undefined) {
    throw new TensorFlowError('shape-mismatch', `allReduceSum takes float32 tensors, not ${wrong.dtype}`);
  }
  const trace = activeTrace();
  if (trace === undefined || trace.collective === null || tensors.length === 0) return [...tensors];
  const total = tensors.reduce((sum, { size }) => sum + size, 0);
  const padding = paddingLength(trace.collective, total);
  const order = alignedFirst(tensors);
  const parts = order.map((index) => tf.reshape(tensors[index] as Tensor, [-1]));
  if (padding > 0) parts.push(tf.zeros([padding]));
  const sumOf = reduce(tf, trace, parts);
  const sums: Tensor[] = [];
  let from = 0;
  for (const index of order) {
    const { size, shape } = tensors[index] as Tensor;
    sums[index] = tf.reshape(sumOf(from, size), shape);
    from += size;
  }
  return sums;
}

/** So many of the sums, from a position on. */
type Sums = (from: number, size: number) => Tensor;

/** TensorFlow copies a slice unless it begins and ends at a multiple of 64 bytes. */
const floatsPerSlice = tensorAlignmentBytes / Float32Array.BYTES_PER_ELEMENT;

/** Indices of the tensors, those first after which the next one is aligned, and of these the large ones. */
function alignedFirst(tensors: readonly Tensor[]): number[] {
  const rankOf = (index: number) => {
    const { size } = tensors[index] as Tensor;
    return size % floatsPerSlice !== 0 ? 2 : size < largeFloats ? 1 : 0;
  };
  return [...tensors.keys()].sort((a, b) => rankOf(a) - rankOf(b));
}

/** From here on a tensor costs less to hand over by itself than to join with others. */
const largeFloats = 16_384;

function paddingLength(collective: Collective, length: number): number {
  return collective.kind === 'graph' ? Math.max(0, smallestReduction(collective) - length) : 0;
}

/** Of more ranks, each would read all parts whole: shares, each summed by one rank, are cheaper. */
function sumsInGraph({ reducer }: HostCollective): boolean {
  return reducer.worldSize === 2 && reducer.exchange !== undefined;
}

/** The sum of what the vectors are behind each other. */
function reduce(tf: TensorFlow, active: ActiveTrace, vectors: readonly Tensor[]): Sums {
  const { collective } = active;
  if (collective?.kind === 'host' && sumsInGraph(collective)) return reduceParts(tf, active, vectors);
  const flat = reduceFlat(tf, active, tf.concat([...vectors]));
  return (from, size) => tf.slice(flat, [from], [size]);
}

/** Both ranks' parts come back: large vectors are handed over, and added up, each by itself. */
function reduceParts(tf: TensorFlow, active: ActiveTrace, vectors: readonly Tensor[]): Sums {
  const { trace } = active;
  const total = lengthOf(vectors);
  const small = vectors.findIndex(({ size }) => size < largeFloats);
  const large = small < 0 ? vectors : vectors.slice(0, small);
  const rest = vectors.slice(large.length);
  const joined = [...large, ...(rest.length === 0 ? [] : [tf.concat([...rest])])];
  const from = joined.map((each) => active.nameOf(each));
  const to = [hostPlaceholder(active, total), hostPlaceholder(active, total)];
  trace.cuts.push({ from, to });
  const parts = to.map((name) => active.stand(name, [total], 'float32'));
  const sumOf: Sums = (begin, size) => {
    const [own, other] = parts.map((part) => tf.slice(part, [begin], [size]));
    const sum = tf.add(own as Tensor, other as Tensor);
    trace.partSums.add(active.nameOf(sum));
    return sum;
  };
  const largeLength = lengthOf(large);
  const sumOfRest = rest.length === 0 ? null : sumOf(largeLength, total - largeLength);
  return (begin, size) =>
    sumOfRest === null || begin < largeLength
      ? sumOf(begin, size)
      : tf.slice(sumOfRest, [begin - largeLength], [size]);
}

function lengthOf(vectors: readonly Tensor[]): number {
  return vectors.reduce((sum, { size }) => sum + size, 0);
}

function hostPlaceholder({ trace }: ActiveTrace, length: number): string {
  return trace.add('Placeholder', vectorPlaceholderAttributes(length), [], 'reduced');
}

function reduceFlat(tf: TensorFlow, active: ActiveTrace, flat: Tensor): Tensor {
  const { trace, collective } = active;
  if (collective === null) return flat;
  const from = active.nameOf(flat);
  if (collective.kind === 'host') {
    const to = hostPlaceholder(active, flat.size);
    trace.cuts.push({ from: [from], to: [to] });
    return active.stand(to, flat.shape, 'float32');
  }
  const number = (value: number) => active.nameOf(tf.scalar(value, 'int32'));
  const index = trace.nodes.filter(({ op }) => op === reductionOp).length;
  const node = trace.add(reductionOp, reductionAttributes(collective), [
    from,
    number(collective.worldSize),
    number(groupKey),
    number(instanceKey(flat.size, index)),
  ]);
  return active.stand(node, flat.shape, 'float32');
}
