// Responsible for summing tensors over the ranks of a gang inside a step, as one fused reduction.
// Leaves to others: which collective carries it (`compileStep`'s option).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import type { TensorFlow } from '../node-backend.js';
import { type ActiveTrace, activeTrace } from '../trace/active-trace.js';
import type { Collective } from './collective.js';
import {
  groupKey,
  instanceKey,
  reductionAttributes,
  reductionOp,
  smallestReduction,
  sumPlaceholderAttributes,
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
  const sizes = tensors.map(({ size }) => size);
  const padding = paddingLength(
    trace.collective,
    sizes.reduce((total, size) => total + size, 0),
  );
  const parts = tensors.map((tensor) => tf.reshape(tensor, [-1]));
  if (padding > 0) {
    parts.push(tf.zeros([padding]));
    sizes.push(padding);
  }
  const sums = tf.split(reduceFlat(tf, trace, tf.concat(parts)), sizes);
  return tensors.map(({ shape }, index) => tf.reshape(sums[index] as Tensor, shape));
}

function paddingLength(collective: Collective, length: number): number {
  return collective.kind === 'graph' ? Math.max(0, smallestReduction(collective) - length) : 0;
}

function reduceFlat(tf: TensorFlow, active: ActiveTrace, flat: Tensor): Tensor {
  const { trace, collective } = active;
  const from = active.nameOf(flat);
  if (collective === null) return flat;
  if (collective.kind === 'host') {
    const to = trace.add('Placeholder', sumPlaceholderAttributes(flat.size), [], 'reduced');
    trace.cuts.push({ from, to });
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
