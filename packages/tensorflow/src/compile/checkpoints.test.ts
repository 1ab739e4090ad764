import { resolveNativePart } from '@espalier/native';
import type { Optimizer, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adagrad,
  adam,
  compileStep,
  loadTensorFlow,
  momentum,
  sgd,
  type TensorFlow,
  type TensorValues,
} from '../index.js';
import { numbersFrom } from '../testing/compare-step.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

const numbers = (values: TensorValues | undefined) => [...Array.from((values?.values ?? []) as Float32Array)];

function variable(values: number[], name: string): Variable {
  return tf.tidy(() => tf.variable(tf.tensor1d(values), true, name));
}

const inputs = { x: { shape: [3] } } as const;
const x = (seed: number) => ({ x: Float32Array.from({ length: 3 }, numbersFrom(seed)) });

describe('the variables of a compiled step, read and written', () => {
  const optimizers: Readonly<Record<string, () => Optimizer>> = {
    'tf.train.adam': () => tf.train.adam(0.01),
    'tf.train.rmsprop': () => tf.train.rmsprop(0.01),
    sgd: () => sgd(tf, { learningRate: 0.1 }),
    momentum: () => momentum(tf),
    adagrad: () => adagrad(tf),
    adam: () => adam(tf),
  };

  it.each(Object.entries(optimizers))('go on exactly in a second step: %s', async (_, make) => {
    const compile = () => {
      tf.disposeVariables();
      const weights = variable([1, 2, 3], 'weights');
      const optimizer = make();
      const step = ({ x }: { x: Tensor }) => {
        const loss = () => tf.sum(tf.square(tf.sub(tf.mul(weights, x), 1))) as Scalar;
        return { loss: optimizer.minimize(loss, true) as Tensor };
      };
      return compileStep(tf, step, { inputs });
    };
    const whole = await compile();
    const wholeLosses: number[] = [];
    for (let step = 0; step < 20; step += 1) wholeLosses.push(...numbers((await whole.run(x(step))).loss));
    const first = await compile();
    const losses: number[] = [];
    for (let step = 0; step < 10; step += 1) losses.push(...numbers((await first.run(x(step))).loss));
    const saved = first.readVariables();
    expect([...saved.keys()]).toEqual(first.variableNames);
    first.dispose();
    const second = await compile();
    second.writeVariables(saved);
    for (let step = 10; step < 20; step += 1) losses.push(...numbers((await second.run(x(step))).loss));
    expect(losses).toEqual(wholeLosses);
    expect(second.readVariables()).toEqual(whole.readVariables());
    second.dispose();
    whole.dispose();
  });

  it('are refused all at once where they do not fit, and none is written', async () => {
    const weights = variable([1, 2, 3], 'weights');
    const counter = tf.variable(tf.scalar(0, 'int32'), false, 'counter');
    const step = await compileStep(
      tf,
      ({ x }) => {
        counter.assign(tf.add(counter, tf.scalar(1, 'int32')));
        return { y: tf.mul(weights, x) };
      },
      { inputs, label: 'the product' },
    );
    const write = () =>
      step.writeVariables(
        new Map<string, TensorValues>([
          ['weights', { shape: [3], values: Float32Array.of(9, 9, 9) }],
          ['counter', { shape: [], values: Float32Array.of(1) }],
          ['gone', { shape: [], values: Float32Array.of(1) }],
        ]),
      );
    expect(write).toThrow(expect.objectContaining({ code: 'state-mismatch' }));
    expect(write).toThrow('the product: "counter" is of int32; there is no variable "gone"');
    expect(() =>
      step.writeVariables(new Map([['weights', { shape: [2], values: Float32Array.of(1, 2) }]])),
    ).toThrow('"weights" is [3], not [2] with 2 values');
    expect(numbers(step.readVariables().get('weights'))).toEqual([1, 2, 3]);
    step.dispose();
  });

  it('come back to tfjs with pullVariables, and training goes on eagerly from there', async () => {
    const follow = async (compiledSteps: number) => {
      tf.disposeVariables();
      const weights = variable([1, 2, 3], 'weights');
      const optimizer = adam(tf, { learningRate: 0.01 });
      const body = ({ x }: { x: Tensor }) => {
        const loss = () => tf.sum(tf.square(tf.sub(tf.mul(weights, x), 1))) as Scalar;
        return { loss: optimizer.minimize(loss, true) as Tensor };
      };
      const step = await compileStep(tf, body, { inputs });
      for (let index = 0; index < compiledSteps; index += 1) await step.run(x(index));
      const before = tf.memory().numTensors;
      step.pullVariables();
      expect(tf.memory().numTensors).toBe(before);
      step.dispose();
      for (let index = compiledSteps; index < 20; index += 1) {
        tf.tidy(() => {
          body({ x: tf.tensor1d(x(index).x) });
        });
      }
      return [...weights.dataSync()];
    };
    const [eager, mixed, compiled] = [await follow(0), await follow(10), await follow(20)];
    for (const [index, value] of eager.entries()) {
      expect(mixed[index]).toBeCloseTo(value, 5);
      expect(compiled[index]).toBeCloseTo(value, 5);
    }
  });

  it('that are gone from tfjs are no matter', async () => {
    const weights = variable([1, 2, 3], 'weights');
    const step = await compileStep(tf, ({ x }) => ({ y: tf.mul(weights, x) }), { inputs });
    weights.dispose();
    step.pullVariables();
    expect(numbers((await step.run({ x: Float32Array.of(1, 1, 1) })).y)).toEqual([1, 2, 3]);
    step.dispose();
  });
});
