/**
 * The network's ops on tfjs tensors, differentiable in the parameters.
 * Leaves memory to the caller's `tf.tidy`.
 */
import { embeddingGather, statelessUniform, type TensorFlow } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import { keyedHash } from '../keyed-hash.js';
import type { NetworkOps } from './apply-network.js';

/** Which dropout masks to draw: a function of seed, step, layer and position in the global batch, never of the rank. */
export interface DropoutKey {
  readonly rate: number;
  readonly seed: number;
  readonly step: number;
  /** Position of the first row within the global batch. */
  readonly globalOffset: number;
}

/** @param dropout null outside training */
export function tensorOps(
  tf: TensorFlow,
  parameters: ReadonlyMap<string, Tensor>,
  dropout: DropoutKey | null,
): NetworkOps<Tensor> {
  return {
    parameter(name) {
      const tensor = parameters.get(name);
      if (tensor === undefined) throw new RangeError(`There is no parameter "${name}".`);
      return tensor;
    },
    constant: (values, shape) => tf.tensor(values, [...shape]),
    lookup: (table, ids) => embeddingGather(tf, table, ids),
    flatten: (value, width) => tf.reshape(value, [-1, width]),
    sumOverSlots: (value) => tf.sum(value, 1),
    matMul: (a, b) => tf.matMul(a, b),
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    relu: (value) => tf.relu(value),
    clip: (value, low, high) => tf.clipByValue(value, low, high),
    zeroWhereNaN: (probe, value) => tf.where(tf.isNaN(probe), tf.zerosLike(value), value),
    concat: (values) => (values.length === 1 ? (values[0] as Tensor) : tf.concat([...values], -1)),
    dropout(value, layer) {
      if (dropout === null || dropout.rate === 0) return value;
      const uniform = statelessUniform(
        tf,
        value.shape,
        [keyedHash(dropout.seed >>> 0, layer.index), dropout.step],
        { firstElement: dropout.globalOffset * layer.width },
      );
      const kept = tf.cast(tf.greaterEqual(uniform, dropout.rate), 'float32');
      return tf.mul(value, tf.mul(kept, 1 / (1 - dropout.rate)));
    },
  };
}
