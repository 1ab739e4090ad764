// Responsible for random numbers by TensorFlow's own op, which runs on any device.
// Leaves to others: where a stream is entered (stateless-uniform.ts).

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from './errors.js';
import { executeOp, executeRaw } from './execute-op.js';
import { nodeBackend, type TensorFlow } from './node-backend.js';

const philox = 1;
const float32 = { type: 'float32' } as const;
const int32 = { type: 'int32' } as const;

/** A place in the stream that a seed names. */
export interface TensorStream {
  /** int32 [2], low word first. */
  readonly seed: Tensor;
  /** int32 [4]: the generator's counter, low word first. */
  readonly counter: Tensor;
  /** int32 [1]: how many of the counter's floats come before the place. */
  readonly lead: Tensor;
}

/** Philox4x32-10 gives four 32-bit words for each value of its counter, and one float takes one word. */
export const floatsPerCounter = 4;

/** Float32 [size] from there on: StatelessRandomUniformV2 with the Philox generator. */
export function tensorflowUniform(
  tf: TensorFlow,
  size: number,
  { seed, counter, lead }: TensorStream,
): Tensor {
  // The graph is the same wherever the place lies among a counter's floats.
  const stream = draw(tf, [size + floatsPerCounter - 1], seed, counter);
  const sizes = tf.tensor1d([size], 'int32');
  const [slice] = executeOp(tf, 'Slice', { T: float32, Index: int32 }, [stream, lead, sizes]);
  return slice as Tensor;
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
