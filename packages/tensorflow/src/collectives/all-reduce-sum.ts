// Responsible for summing tensors over the ranks of a gang inside a step, as one fused reduction.
// Leaves to others: which collective carries it (`compileStep`'s option).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import type { TensorFlow } from '../node-backend.js';
import { shapeMessage } from '../saved-model-format.js';
import { type ActiveTrace, activeTrace } from '../trace/active-trace.js';

const float32 = 1;

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
  const flat = tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));
  const sum = reduceFlat(tf, trace, flat);
  const parts = tf.split(
    sum,
    tensors.map(({ size }) => size),
  );
  return parts.map((part, index) => tf.reshape(part, tensors[index]?.shape ?? []));
}

function reduceFlat(tf: TensorFlow, active: ActiveTrace, flat: Tensor): Tensor {
  const { trace, collective } = active;
  const from = active.nameOf(flat);
  if (collective === null) return flat;
  if (collective.kind === 'host') {
    const attr = { dtype: { type: float32 }, shape: { shape: shapeMessage(flat.shape) } };
    const to = trace.add('Placeholder', attr, [], 'reduced');
    trace.cuts.push({ from, to });
    return active.stand(to, flat.shape, 'float32');
  }
  const number = (value: number) => active.nameOf(tf.scalar(value, 'int32'));
  const instance = trace.nodes.filter(({ op }) => op === 'CollectiveReduceV2').length + 1;
  const node = trace.add(
    'CollectiveReduceV2',
    {
      T: { type: float32 },
      merge_op: { s: new TextEncoder().encode('Add') },
      final_op: { s: new TextEncoder().encode('Id') },
      communication_hint: { s: new TextEncoder().encode(collective.communication) },
      timeout_seconds: { f: collective.timeoutSeconds },
      Nordering_token: { i: 0 },
    },
    [from, number(collective.worldSize), number(1), number(instance)],
  );
  return active.stand(node, flat.shape, 'float32');
}
