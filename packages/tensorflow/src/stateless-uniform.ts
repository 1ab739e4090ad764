// Responsible for random numbers that depend on nothing but a seed and a position in its stream.
// Leaves to others: choosing seeds (step, layer), and what the numbers are for (dropout, initialisation).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeRaw } from './execute-op.js';
import { nodeBackend, type TensorFlow } from './node-backend.js';

/** Philox4x32-10 gives four 32-bit words for each value of its counter, and one float takes one word. */
const floatsPerCounter = 4;
const philox = 1;

/**
 * Uniform float32 in [0, 1) of the given shape, row-major: elements `firstElement`, `firstElement + 1`, … of the stream
 * that `seed` (two 32-bit words) names. So the part of a rank equals the same slice of the whole, drawn anywhere:
 *
 *     statelessUniform(tf, [8, 3], seed) rows 2..5  =  statelessUniform(tf, [4, 3], seed, { firstElement: 6 })
 *
 * TensorFlow's StatelessRandomUniformV2 with the Philox generator (Salmon et al. 2011): key = seed, counter =
 * position / 4. It advances one counter every four floats whatever the threads or the device.
 *
 * @param firstElement a whole number from 0 (default) to 2^53.
 * @throws TensorFlowError 'shape-mismatch' for a position that is not one.
 */
export function statelessUniform(
  tf: TensorFlow,
  shape: readonly number[],
  seed: readonly [number, number],
  { firstElement = 0 }: { firstElement?: number } = {},
): Tensor {
  if (!Number.isSafeInteger(firstElement) || firstElement < 0) {
    throw new TensorFlowError(
      'shape-mismatch',
      `firstElement must be a whole number ≥ 0, not ${firstElement}`,
    );
  }
  const lead = firstElement % floatsPerCounter;
  const counter = (firstElement - lead) / floatsPerCounter;
  if (lead === 0) return draw(tf, shape, seed, counter);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tidy(() => {
    const stream = draw(tf, [lead + size], seed, counter);
    return tf.reshape(tf.slice(stream, [lead], [size]), [...shape]);
  });
}

function draw(
  tf: TensorFlow,
  shape: readonly number[],
  seed: readonly [number, number],
  counter: number,
): Tensor {
  const backend = nodeBackend(tf);
  const { binding } = backend;
  const owned: number[] = [];
  const int32 = (dimensions: number[], values: number[]): number => {
    const id = binding.createTensor(dimensions, binding.TF_INT32, Int32Array.from(values));
    owned.push(id);
    return id;
  };
  // tfjs has no uint64, so pairs of 32-bit words, low first, are reinterpreted.
  const uint64 = (count: number, words: number[]): number => {
    const [bits] = executeRaw(
      binding,
      'Bitcast',
      { T: { type: 'int32' }, type: { type: 'uint64' } },
      [int32([count, 2], words)],
      1,
    );
    if (bits === undefined) throw new TensorFlowError('op-failed', 'Bitcast gave no output');
    owned.push(bits.id);
    return bits.id;
  };
  try {
    const high = Math.floor(counter / 2 ** 32);
    const inputs = [
      int32([shape.length], [...shape]),
      uint64(1, [seed[1] | 0, seed[0] | 0]),
      uint64(2, [counter | 0, high, 0, 0]),
      int32([], [philox]),
    ];
    const [output] = executeRaw(
      binding,
      'StatelessRandomUniformV2',
      { dtype: { type: 'float32' }, Tshape: { type: 'int32' } },
      inputs,
      1,
    );
    if (output === undefined)
      throw new TensorFlowError('op-failed', 'StatelessRandomUniformV2 gave no output');
    return backend.createOutputTensor(output);
  } finally {
    for (const id of owned) binding.deleteTensor(id);
  }
}
