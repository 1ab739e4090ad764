// Responsible for random numbers that depend on nothing but a seed and a position in its stream.
// Leaves to others: choosing seeds (step, layer), and what the numbers are for (dropout, initialisation).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { usesGpu } from './load-tensorflow.js';
import type { TensorFlow } from './node-backend.js';
import { runOwnOp } from './own-ops.js';
import { floatsPerCounter, type TensorStream, tensorflowUniform } from './tensorflow-uniform.js';

/** A position in a stream as words: what to feed to a compiled step that draws from another place at each run. */
export interface UniformPosition {
  /** int32 [4]: the generator's counter, low word first. */
  readonly counter: Int32Array;
  /** int32 [1]: how many of the counter's floats come before the position. */
  readonly lead: Int32Array;
}

/** The same as tensors of those shapes. */
export type TensorPosition = Pick<TensorStream, 'counter' | 'lead'>;

/**
 * The words of a position.
 * @param firstElement a whole number from 0 to 2^53
 * @throws TensorFlowError 'shape-mismatch' for a position that is not one
 */
export function uniformPosition(firstElement: number): UniformPosition {
  if (!Number.isSafeInteger(firstElement) || firstElement < 0) {
    throw new TensorFlowError(
      'shape-mismatch',
      `firstElement must be a whole number ≥ 0, not ${firstElement}`,
    );
  }
  const lead = firstElement % floatsPerCounter;
  const counter = (firstElement - lead) / floatsPerCounter;
  return {
    counter: Int32Array.of(counter | 0, Math.floor(counter / 2 ** 32), 0, 0),
    lead: Int32Array.of(lead),
  };
}

/** A seed as the int32 [2] to feed to a compiled step, low word first: `[seed[1], seed[0]]`. */
export function seedWords(seed: readonly [number, number]): Int32Array {
  return Int32Array.of(seed[1] | 0, seed[0] | 0);
}

/**
 * Uniform float32 in [0, 1) of the given shape, row-major: elements `firstElement`, `firstElement + 1`, … of the stream
 * that `seed` (two 32-bit words) names. So the part of a rank equals the same slice of the whole, drawn anywhere:
 *
 *     statelessUniform(tf, [8, 3], seed) rows 2..5  =  statelessUniform(tf, [4, 3], seed, { firstElement: 6 })
 *
 * In a compiled step numbers are fixed when it is compiled. Give what changes as tensors: the seed as int32 [2]
 * (`seedWords` tells the order), the position as what `uniformPosition` gives. The numbers drawn are the same.
 *
 * The numbers of TensorFlow's StatelessRandomUniformV2 with the Philox generator (Salmon et al. 2011): key = seed, counter =
 * position / 4. It advances one counter every four floats whatever the threads or the device. On a CPU by an op of our own, which
 * draws many side by side on one thread. No gradient.
 *
 * @param options.firstElement a whole number from 0 (default) to 2^53, or tensors
 * @throws TensorFlowError 'shape-mismatch' for a position that is not one, or tensors of other shapes or dtypes
 */
export function statelessUniform(
  tf: TensorFlow,
  shape: readonly number[],
  seed: readonly [number, number] | Tensor,
  { firstElement = 0 }: { firstElement?: number | TensorPosition } = {},
): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tidy(() => {
    const key = seed instanceof tf.Tensor ? seed : tf.tensor1d(seedWords(seed as [number, number]), 'int32');
    requireWords('seed', key, 2);
    const { counter, lead } =
      typeof firstElement === 'number' ? tensorPosition(tf, firstElement) : firstElement;
    requireWords('firstElement.counter', counter, 4);
    requireWords('firstElement.lead', lead, 1);
    return tf.reshape(draw(tf, size, { seed: key, counter, lead }), [...shape]);
  });
}

function tensorPosition(tf: TensorFlow, firstElement: number): TensorPosition {
  const { counter, lead } = uniformPosition(firstElement);
  return { counter: tf.tensor1d(counter, 'int32'), lead: tf.tensor1d(lead, 'int32') };
}

function draw(tf: TensorFlow, size: number, stream: TensorStream): Tensor {
  if (usesGpu(tf)) return tensorflowUniform(tf, size, stream);
  const inputs = [tf.tensor1d([size], 'int32'), stream.seed, stream.counter, stream.lead];
  const [numbers] = runOwnOp(tf, 'EspalierStatelessUniform', inputs, [[size]]);
  return numbers as Tensor;
}

function requireWords(name: string, tensor: Tensor, count: number): void {
  if (tensor.dtype === 'int32' && tensor.rank === 1 && tensor.size === count) return;
  throw new TensorFlowError(
    'shape-mismatch',
    `${name} must be int32 [${count}], not ${tensor.dtype} [${tensor.shape}]`,
  );
}
