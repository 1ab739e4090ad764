import { resolveNativePart } from '@espalier/native';
import type { Optimizer, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { adagrad, adam, loadTensorFlow, momentum, sgd, type TensorFlow } from '../index.js';
import { numbersFrom, type Step, valuesFor } from '../testing/compare-step.js';
import { followTraining } from '../testing/follow-training.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

const optimizers: Readonly<Record<string, (tf: TensorFlow) => Optimizer>> = {
  'tf.train.sgd': (tf) => tf.train.sgd(0.05),
  'tf.train.momentum': (tf) => tf.train.momentum(0.02, 0.9),
  'tf.train.momentum, Nesterov': (tf) => tf.train.momentum(0.02, 0.9, true),
  'tf.train.adagrad': (tf) => tf.train.adagrad(0.05),
  'tf.train.adadelta': (tf) => tf.train.adadelta(0.5),
  'tf.train.rmsprop': (tf) => tf.train.rmsprop(0.01),
  'tf.train.adam': (tf) => tf.train.adam(0.01),
  'tf.train.adamax': (tf) => tf.train.adamax(0.01),
  sgd: (tf) => sgd(tf, { learningRate: 0.05 }),
  momentum: (tf) => momentum(tf, { learningRate: 0.02 }),
  adagrad: (tf) => adagrad(tf, { learningRate: 0.05 }),
  adam: (tf) => adam(tf, { learningRate: 0.01 }),
};

const inputs = { x: { shape: [16, 6] }, y: { shape: [16, 2] } } as const;
const batches = Array.from({ length: 200 }, (_, seed) => valuesFor(inputs, seed));

/** Two layers, smooth, so that rounding stays rounding. */
function network(tf: TensorFlow, optimizer: Optimizer): Step {
  const next = numbersFrom(5);
  const variable = (shape: [number, number] | [number], name: string) =>
    tf.tidy(() => {
      const length = shape.reduce((product, size) => product * size, 1);
      return tf.variable(tf.tensor(Float32Array.from({ length }, next), shape), true, name);
    });
  const [w1, b1, w2] = [variable([6, 8], 'w1'), variable([8], 'b1'), variable([8, 2], 'w2')];
  return ({ x, y }) => {
    const predict = () => tf.matMul(tf.tanh(tf.add(tf.matMul(x as Tensor, w1), b1)), w2);
    const loss = optimizer.minimize(
      () => tf.mean<Scalar>(tf.squaredDifference(predict(), y as Tensor)),
      true,
    );
    return { loss: loss as Tensor };
  };
}

describe('200 steps, eager and compiled', () => {
  it.each(Object.entries(optimizers))('%s', async (_, make) => {
    const optimizer = make(tf);
    const followed = await followTraining(tf, network(tf, optimizer), inputs, batches);
    expect(followed.losses.at(-1)).toBeLessThan((followed.losses[0] ?? 0) * 0.8);
    expect(followed.lossDifference).toBeLessThan(1e-5);
    expect(followed.variableDifference).toBeLessThan(1e-4);
  });
});
