// Responsible for random numbers that depend on nothing but a seed and a position in its stream.
// Leaves to others: choosing seeds (step, layer), and what the numbers are for (dropout, initialisation).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeOp, executeRaw } from './execute-op.js';
import { nodeBackend, type TensorFlow } from './node-backend.js';

/** Philox4x32-10 gives four 32-bit words for each value of its counter, and one float takes one word. */
const floatsPerCounter = 4;
const philox = 1;
const float32 = { type: 'float32' } as const;
const int32 = { type: 'int32' } as const;

/** A position in a stream as words: what to feed to a compiled step that draws from another place at each run. */
export interface UniformPosition {
  /** int32 [4]: the generator's counter, low word first. */
  readonly counter: Int32Array;
  /** int32 [1]: how many of the counter's floats come before the position. */
  readonly lead: Int32Array;
}

/** The same as tensors of those shapes. */
export interface TensorPosition {
  readonly counter: Tensor;
  readonly lead: Tensor;
}

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
 * TensorFlow's StatelessRandomUniformV2 with the Philox generator (Salmon et al. 2011): key = seed, counter =
 * position / 4. It advances one counter every four floats whatever the threads or the device. No gradient.
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
    if (typeof firstElement === 'number') {
      const { counter, lead } = uniformPosition(firstElement);
      const [skipped = 0] = lead;
      const words = tf.tensor1d(counter, 'int32');
      if (skipped === 0) return draw(tf, shape, key, words);
      return tf.reshape(tf.slice(draw(tf, [skipped + size], key, words), [skipped], [size]), [...shape]);
    }
    requireWords('firstElement.counter', firstElement.counter, 4);
    requireWords('firstElement.lead', firstElement.lead, 1);
    // The graph is the same wherever the position lies among a counter's floats.
    const stream = draw(tf, [size + floatsPerCounter - 1], key, firstElement.counter);
    const sizes = tf.tensor1d([size], 'int32');
    const [slice] = executeOp(tf, 'Slice', { T: float32, Index: int32 }, [stream, firstElement.lead, sizes]);
    return tf.reshape(slice as Tensor, [...shape]);
  });
}

function requireWords(name: string, tensor: Tensor, count: number): void {
  if (tensor.dtype === 'int32' && tensor.rank === 1 && tensor.size === count) return;
  throw new TensorFlowError(
    'shape-mismatch',
    `${name} must be int32 [${count}], not ${tensor.dtype} [${tensor.shape}]`,
  );
}

/** From the first float of a counter on. */
function draw(tf: TensorFlow, shape: readonly number[], seed: Tensor, counter: Tensor): Tensor {
  const backend = nodeBackend(tf);
  const { binding } = backend;
  const owned: number[] = [];
  // tfjs has no uint64, so pairs of 32-bit words, low first, are reinterpreted.
  const uint64 = (words: Tensor): number => {
    const pairs = backend.getInputTensorIds([tf.reshape(words, [words.size / 2, 2])]);
    const attributes = { T: int32, type: { type: 'uint64' } } as const;
    const [bits] = executeRaw(binding, 'Bitcast', attributes, pairs, 1);
    if (bits === undefined) throw new TensorFlowError('op-failed', 'Bitcast gave no output');
    owned.push(bits.id);
    return bits.id;
  };
  try {
    const [dimensions, algorithm] = backend.getInputTensorIds([
      tf.tensor1d([...shape], 'int32'),
      tf.scalar(philox, 'int32'),
    ]);
    const [output] = executeRaw(
      binding,
      'StatelessRandomUniformV2',
      { dtype: float32, Tshape: int32 },
      [dimensions as number, uint64(seed), uint64(counter), algorithm as number],
      1,
    );
    if (output === undefined) {
      throw new TensorFlowError('op-failed', 'StatelessRandomUniformV2 gave no output');
    }
    return backend.createOutputTensor(output);
  } finally {
    for (const id of owned) binding.deleteTensor(id);
  }
}
