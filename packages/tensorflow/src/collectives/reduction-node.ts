// Responsible for the node of a graph that sums over ranks: TensorFlow's CollectiveReduceV2.
// Leaves to others: what is summed. Its inputs are the vector, the world size, the group key and the instance key.

import { type AttributeMessage, shapeMessage } from '../saved-model-format.js';
import type { GraphCollective } from './collective.js';

export const reductionOp = 'CollectiveReduceV2';
const float32 = 1;

/** All ranks are one group. */
export const groupKey = 1;

/**
 * TensorFlow's ring can wait for ever for the small chunk of a rank that was killed (half of the time at 1 element, never
 * seen at 1,000), where a larger one fails at once: so nothing smaller is sent.
 */
const smallestChunk = 1024;

/** Elements that a vector must have at least. */
export function smallestReduction({ worldSize }: GraphCollective): number {
  return smallestChunk * worldSize;
}

/**
 * What pairs the ranks' nodes up. TensorFlow refuses one key for two shapes in the life of a server, and steps of other
 * batch sizes may reduce other shapes.
 * @param index of the reduction in its step
 */
export function instanceKey(length: number, index: number): number {
  const maxReductionsOfStep = 64;
  return 1 + ((length * maxReductionsOfStep + index) % (2 ** 31 - 2));
}

export function reductionAttributes(collective: GraphCollective): Record<string, AttributeMessage> {
  const text = (value: string) => ({ s: new TextEncoder().encode(value) });
  return {
    T: { type: float32 },
    merge_op: text('Add'),
    final_op: text('Id'),
    communication_hint: text(collective.communication),
    Nordering_token: { i: 0 },
  };
}

/** Attributes of a Placeholder for a sum, or a part of one, that comes from outside the graph. */
export function vectorPlaceholderAttributes(length: number): Record<string, AttributeMessage> {
  return { dtype: { type: float32 }, shape: { shape: shapeMessage([length]) } };
}
