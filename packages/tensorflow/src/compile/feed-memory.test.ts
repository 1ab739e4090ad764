import { resolveNativePart } from '@espalier/native';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compileStep, loadTensorFlow, type TensorFlow } from '../index.js';
import { alignedArray } from '../native/native-tensor.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

/** Ops that TensorFlow may do without touching a value, so that the result lies where the input does. */
const idle: Readonly<Record<string, (x: Tensor2D) => Tensor>> = {
  'nothing at all': (x) => x,
  clone: (x) => x.clone(),
  reshape: (x) => tf.reshape(x, [4, 16]),
  'expandDims and squeeze': (x) => tf.squeeze(tf.expandDims(x, 0)),
  'slice of all': (x) => tf.slice(x, [0, 0], [8, 8]),
  'slice of rows': (x) => tf.slice(x, [4, 0], [4, 8]),
  'stridedSlice of all': (x) => tf.stridedSlice(x, [0, 0], [8, 8], [1, 1]),
  'split in one': (x) => tf.split(x, 1)[0] as Tensor,
  'split of rows': (x) => tf.split(x, 2)[1] as Tensor,
  unstack: (x) => tf.unstack(tf.reshape(x, [2, 32]))[1] as Tensor,
  'stack of one': (x) => tf.stack([x]),
  'concat of one': (x) => tf.concat([x]),
  'concat with nothing': (x) => tf.concat([x, tf.zeros([0, 8])]),
  'tile once': (x) => tf.tile(x, [1, 1]),
  'transpose of nothing': (x) => tf.transpose(x, [0, 1]),
  'transpose of a line': (x) => tf.transpose(tf.reshape(x, [1, 64])),
  'pad by nothing': (x) =>
    tf.pad(x, [
      [0, 0],
      [0, 0],
    ]),
  'mirrorPad by nothing': (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [0, 0],
      ],
      'reflect',
    ),
  'broadcastTo its own shape': (x) => tf.broadcastTo(x, [8, 8]),
  'reverse of one': (x) => tf.reverse(tf.reshape(x, [1, 64]), 0),
  'cast to its own dtype': (x) => tf.cast(x, 'float32'),
  'sum of ones': (x) => tf.sum(tf.reshape(x, [1, 64]), 0),
  'mean of ones': (x) => tf.mean(tf.reshape(x, [64, 1]), 1),
  'max of ones': (x) => tf.max(tf.reshape(x, [64, 1]), 1),
  'addN of one': (x) => tf.addN([x]),
  'batchToSpaceND by one': (x) =>
    tf.batchToSpaceND(
      tf.reshape(x, [1, 8, 8, 1]) as Tensor4D,
      [1, 1],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  'plus nothing': (x) => tf.add(x, 0),
  'plus zeros': (x) => tf.add(tf.zeros([8, 8]), x),
  'minus nothing': (x) => tf.sub(x, tf.zerosLike(x)),
  'times one': (x) => tf.mul(x, 1),
  'times ones': (x) => tf.mul(tf.onesLike(x), x),
  'divided by one': (x) => tf.div(x, 1),
  'to the power of one': (x) => tf.pow(x, 1),
  'twice negative': (x) => tf.neg(tf.neg(x)),
  'where always': (x) => tf.where(tf.ones([8, 8], 'bool'), x, tf.zerosLike(x)),
  'gather of all': (x) => tf.gather(x, tf.range(0, 8, 1, 'int32')),
  'relu of what is positive': (x) => tf.relu(x),
  'clipped by nothing': (x) => tf.clipByValue(x, -1e9, 1e9),
  'einsum that does nothing': (x) => tf.einsum('ij->ij', x),
};

describe('a variable assigned from an input has memory of its own', () => {
  it.each(Object.keys(idle))('%s', async (name) => {
    const op = idle[name] as (x: Tensor2D) => Tensor;
    const shape = tf.tidy(() => op(tf.ones([8, 8])).shape);
    const kept = tf.tidy(() => tf.variable(tf.zeros(shape), true, 'kept'));
    const step = await compileStep(
      tf,
      ({ x }) => {
        kept.assign(op(x as Tensor2D));
        return {};
      },
      { inputs: { x: { shape: [8, 8] } } },
    );
    const given = alignedArray('float32', 64);
    given.fill(3);
    for (let run = 0; run < 3; run += 1) step.runSync({ x: given });
    given.fill(7);
    const values = step.readVariables().get('kept')?.values as Float32Array;
    expect(new Set(values)).toEqual(new Set([3]));
    step.dispose();
  });
});
