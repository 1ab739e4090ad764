/**
 * What pulls a network's leaves back to where they began: half of the decay times the squared distance, added to the objective.
 * Leaves the gradient, and the optimizer that scales it, to the training steps.
 */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import { parameterNames } from '../network/parameter-names.js';

export interface PulledLeaves {
  readonly name: string;
  readonly decay: number;
  /** Null where that is zero: embeddings begin as noise, and what is pulled there is forgotten. */
  readonly start: NamedTensor | null;
}

/** Leaf logits to their XGBoost values, which hold what the trees know; embeddings to zero. Empty without decay. */
export function pulledLeaves(network: Network, decay: number): PulledLeaves[] {
  if (decay === 0) return [];
  const start = network.initialParameters();
  return [
    { name: parameterNames.skip, decay, start: start.get(parameterNames.skip) ?? null },
    { name: parameterNames.embedding, decay, start: null },
  ].filter(({ name }) => start.has(name));
}

export function leafPull(
  tf: TensorFlow,
  pulled: readonly PulledLeaves[],
  parameters: ReadonlyMap<string, Tensor>,
): Scalar {
  const terms = pulled.map(({ name, decay, start }) => {
    const value = parameters.get(name) as Tensor;
    const distance = start === null ? value : tf.sub(value, tf.tensor(start.values, [...start.shape]));
    return tf.mul(decay / 2, tf.sum(tf.square(distance)));
  });
  return terms.reduce((sum, term) => tf.add(sum, term)) as Scalar;
}
