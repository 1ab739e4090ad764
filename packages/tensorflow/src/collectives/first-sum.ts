// Responsible for a gang's first sum in the graph, of nothing but zeros, before it is called assembled.
// Leaves to others: the servers, and the sums that mean something.

import { messageOf, TensorFlowError } from '../errors.js';
import { cApi } from '../native/c-api.js';
import { GraphSession } from '../native/graph-session.js';
import { sessionConfig } from '../native/session-config.js';
import { encodeGraphDef, type NodeMessage, shapeMessage } from '../saved-model-format.js';
import type { GraphCollective } from './collective.js';
import {
  groupKey,
  instanceKey,
  reductionAttributes,
  reductionOp,
  smallestReduction,
} from './reduction-node.js';

/**
 * A rank asks the leader for the order of sums in its first one, and TensorFlow waits for the answer of a leader that is
 * gone for ever, whatever the timeout. Later sums fail as they should.
 * @throws TensorFlowError 'cluster-failed'; the native call may still be waiting then
 */
export async function firstSum(collective: GraphCollective): Promise<void> {
  const label = `the first sum over ${collective.worldSize} ranks`;
  const session = new GraphSession({
    source: {
      graph: encodeGraphDef(sumOfZeros(collective)),
      config: sessionConfig({ gang: collective }),
      target: collective.target,
    },
    timeoutSeconds: collective.timeoutSeconds,
    label,
  });
  try {
    const { tensors } = await session.prepare({ feeds: [], fetches: ['sum'], targets: [] }).run([]);
    for (const tensor of tensors) cApi().TF_DeleteTensor(tensor);
  } catch (thrown) {
    throw new TensorFlowError('cluster-failed', messageOf(thrown), { cause: thrown });
  } finally {
    session.dispose();
  }
}

function sumOfZeros(collective: GraphCollective): NodeMessage[] {
  const length = smallestReduction(collective);
  const zeros = new Uint8Array(length * Float32Array.BYTES_PER_ELEMENT);
  const number = (value: number) => new Uint8Array(Int32Array.of(value).buffer);
  return [
    constant('zeros', 1, [length], zeros),
    constant('world', 3, [], number(collective.worldSize)),
    constant('group', 3, [], number(groupKey)),
    constant('instance', 3, [], number(instanceKey(length, 0))),
    {
      name: 'sum',
      op: reductionOp,
      input: ['zeros', 'world', 'group', 'instance'],
      attr: reductionAttributes(collective),
    },
  ];
}

function constant(
  name: string,
  dtype: number,
  shape: readonly number[],
  tensor_content: Uint8Array,
): NodeMessage {
  const tensor = { dtype, tensor_shape: shapeMessage(shape), tensor_content };
  return { name, op: 'Const', input: [], attr: { dtype: { type: dtype }, value: { tensor } } };
}
