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
  const flat = reduceFlat(tf, trace, tf.concat(parts));
  const sums: Tensor[] = [];
  let from = 0;
  for (const index of order) {
    const { size, shape } = tensors[index] as Tensor;
    sums[index] = tf.reshape(tf.slice(flat, [from], [size]), shape);
    from += size;
  }
  return sums;
}

/** TensorFlow copies a slice unless it begins and ends at a multiple of 64 bytes. */
const floatsPerSlice = tensorAlignmentBytes / Float32Array.BYTES_PER_ELEMENT;

/** Indices of the tensors, those first after which the next one is aligned. */
function alignedFirst(tensors: readonly Tensor[]): number[] {
  const isAligned = (index: number) => (tensors[index] as Tensor).size % floatsPerSlice === 0;
  const indices = [...tensors.keys()];
  return [...indices.filter(isAligned), ...indices.filter((index) => !isAligned(index))];
}

function paddingLength(collective: Collective, length: number): number {
  return collective.kind === 'graph' ? Math.max(0, smallestReduction(collective) - length) : 0;
}

/** Of more ranks, each would read all parts whole: shares, each summed by one rank, are cheaper. */
function sumsInGraph({ reducer }: HostCollective): boolean {
  return reducer.worldSize === 2 && reducer.exchange !== undefined;
}

function reduceFlat(tf: TensorFlow, active: ActiveTrace, flat: Tensor): Tensor {
  const { trace, collective } = active;
  const from = active.nameOf(flat);
  if (collective === null) return flat;
  if (collective.kind === 'host') {
    const placeholder = () => trace.add('Placeholder', vectorPlaceholderAttributes(flat.size), [], 'reduced');
    const to = sumsInGraph(collective) ? [placeholder(), placeholder()] : [placeholder()];
    trace.cuts.push({ from, to });
    const [first, ...others] = to.map((name) => active.stand(name, flat.shape, 'float32'));
    return others.reduce((sum, part) => tf.add(sum, part), first as Tensor);
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
