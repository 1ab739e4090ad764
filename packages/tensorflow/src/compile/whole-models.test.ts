import { readFileSync } from 'node:fs';
import { resolveNativePart } from '@espalier/native';
import type { Optimizer, Scalar, Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adam,
  compileStep,
  embeddingGather,
  loadTensorFlow,
  lookupMatMul,
  statelessUniform,
  type TensorFlow,
} from '../index.js';
import { numbersFrom, type Step, valuesFor } from '../testing/compare-step.js';
import { followTraining } from '../testing/follow-training.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

const steps = 200;

/** Uniform in [-scale, scale). */
function weights(shape: number[], name: string, scale = 0.3): Variable {
  const next = numbersFrom(name.length);
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length }, () => next() * scale);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape), true, name));
}

function minimizing(optimizer: Optimizer, loss: (inputs: Readonly<Record<string, Tensor>>) => Tensor): Step {
  return (inputs) => ({ loss: optimizer.minimize(() => loss(inputs) as Scalar, true) as Tensor });
}

describe('the settings of a session', () => {
  it.each([
    ['xla', { xla: true }, 1e-5],
    ['bfloat16', { bfloat16: true }, 1e-2],
  ])('%s: the same training but for rounding', async (_, session, tolerance) => {
    const [w, v] = [weights([8, 16], 'w'), weights([16, 1], 'v')];
    const optimizer = adam(tf, { learningRate: 0.01 });
    const inputs = { x: { shape: [32, 8] }, y: { shape: [32, 1] } } as const;
    const body = minimizing(optimizer, ({ x, y }) =>
      tf.mean(
        tf.squaredDifference(
          tf.matMul(tf.tanh(tf.matMul(x as Tensor2D, w as Tensor2D)), v as Tensor2D),
          y as Tensor,
        ),
      ),
    );
    const has16BitProducts = /\b(avx512_bf16|amx_bf16|bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
    const losses: [number, number][] = [];
    const plain = await compileStep(tf, body, { inputs });
    const other = await compileStep(tf, body, { inputs, session });
    for (let seed = 0; seed < 20; seed += 1) {
      const batch = valuesFor(inputs, seed);
      const expected = Number((await plain.run(batch)).loss?.values[0]);
      const loss = Number((await other.run(batch)).loss?.values[0]);
      losses.push([loss, expected]);
      expect(Math.abs(loss - expected)).toBeLessThan(tolerance * Math.max(1, expected));
    }
    const isAsked = losses.some(([loss, expected]) => loss !== expected);
    if ('bfloat16' in session)
      expect(isAsked, 'products of 16-bit numbers round otherwise').toBe(has16BitProducts);
    plain.dispose();
    other.dispose();
  });
});

describe('layers over lookups', () => {
  it.each([
    ['xla', { xla: true }],
    ['bfloat16', { bfloat16: true }],
  ])('are trained in float32 with %s too', async (_, session) => {
    const [rows, slots, depth, entries] = [32, 6, 4, 5];
    const [table, kernel] = [
      weights([slots * entries, depth], 'table'),
      weights([slots * depth, 1], 'kernel'),
    ];
    const offsets = Int32Array.from({ length: slots + 1 }, (_, slot) => slot * entries);
    const inputs = { ids: { shape: [rows, slots], dtype: 'int32' }, y: { shape: [rows, 1] } } as const;
    const optimizer = adam(tf, { learningRate: 0.01 });
    const body = minimizing(optimizer, ({ ids, y }) => {
      const found = lookupMatMul(tf, { table, ids: ids as Tensor, offsets }, kernel);
      return tf.mean(tf.squaredDifference(found, y as Tensor));
    });
    const plain = await compileStep(tf, body, { inputs });
    const other = await compileStep(tf, body, { inputs, session });
    for (let seed = 0; seed < 5; seed += 1) {
      const next = numbersFrom(seed);
      const batch = {
        ids: Int32Array.from(
          { length: rows * slots },
          (_, at) => (at % slots) * entries + Math.floor(((next() + 1) / 2) * entries),
        ),
        y: Float32Array.from({ length: rows }, next),
      };
      const expected = Number((await plain.run(batch)).loss?.values[0]);
      expect(Number((await other.run(batch)).loss?.values[0])).toBeCloseTo(expected, 5);
    }
    plain.dispose();
    other.dispose();
  });
});

describe('200 steps, eager and compiled', () => {
  it('a model of tf.layers with batch normalisation', async () => {
    const dense = (units: number, more = {}) =>
      layers.layers.dense({
        units,
        kernelInitializer: layers.initializers.glorotUniform({ seed: 3 }),
        ...more,
      });
    const model = layers.sequential({
      layers: [
        dense(16, { inputShape: [8], activation: 'relu' }),
        layers.layers.batchNormalization(),
        dense(8, { activation: 'tanh' }),
        layers.layers.layerNormalization(),
        dense(1),
      ],
    });
    const inputs = { x: { shape: [32, 8] }, y: { shape: [32, 1], dtype: 'bool' } } as const;
    const step = minimizing(tf.train.adam(0.01), ({ x, y }) => {
      const logits = model.apply(x as Tensor, { training: true }) as Tensor2D;
      return tf.losses.sigmoidCrossEntropy(tf.cast(y as Tensor, 'float32'), logits);
    });
    const batches = Array.from({ length: steps }, (_, seed) => valuesFor(inputs, seed % 20));
    const before = model.layers[1]?.getWeights().map((each) => [...each.dataSync()]);
    const followed = await followTraining(tf, step, inputs, batches);
    expect(followed.losses.at(-1)).toBeLessThan((followed.losses[0] ?? 0) * 0.8);
    expect(followed.lossDifference).toBeLessThan(1e-3);
    expect(followed.variableDifference).toBeLessThan(1e-2);
    expect(model.layers[1]?.getWeights().map((each) => [...each.dataSync()])).not.toEqual(before);
  });

  it('embeddings under several tasks, with dropout', async () => {
    const [rows, slots, width, tasks] = [32, 6, 4, 3];
    const table = weights([slots * 4, width], 'table');
    const shared = { w: weights([slots * width, 16], 'shared/w'), b: weights([16], 'shared/b', 0) };
    const towers = Array.from({ length: tasks }, (_, task) => ({
      w: weights([16, 1], `tower-${task}/w`),
      b: weights([1], `tower-${task}/b`, 0),
    }));
    const inputs = {
      leaves: { shape: [rows, slots], dtype: 'uint8' },
      labels: { shape: [rows, tasks] },
      seed: { shape: [2], dtype: 'int32' },
    } as const;
    const step = minimizing(adam(tf, { learningRate: 0.01 }), ({ leaves, labels, seed }) => {
      const offsets = tf.mul(tf.range(0, slots, 1, 'int32'), tf.scalar(4, 'int32'));
      const ids = tf.add(leaves as Tensor, offsets);
      const flat = tf.reshape(embeddingGather(tf, table, ids), [rows, slots * width]);
      const hidden = tf.relu(tf.add(tf.matMul(flat, shared.w), shared.b));
      const kept = tf.greaterEqual(statelessUniform(tf, [rows, 16], seed as Tensor), 0.2);
      const dropped = tf.mul(tf.mul(hidden, tf.cast(kept, 'float32')), 1.25);
      const logits = tf.concat(
        towers.map(({ w, b }) => tf.add(tf.matMul(dropped as Tensor2D, w), b)),
        1,
      );
      const targets = tf.cast(tf.greater(labels as Tensor, 0), 'float32');
      return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, targets)));
    });
    const batches = Array.from({ length: steps }, (_, seed) => ({
      ...valuesFor(inputs, seed % 3),
      seed: Int32Array.of(seed, 7),
    }));
    const followed = await followTraining(tf, step, inputs, batches);
    expect(followed.losses.at(-1)).toBeLessThan((followed.losses[0] ?? 0) * 0.9);
    expect(followed.lossDifference).toBeLessThan(1e-3);
    expect(followed.variableDifference).toBeLessThan(1e-2);
  });

  it('a small convolutional network', async () => {
    const kernel = weights([3, 3, 1, 4], 'kernel');
    const bias = weights([4], 'bias', 0);
    const second = weights([3, 3, 4, 4], 'second');
    const top = weights([64, 3], 'top');
    const inputs = { images: { shape: [8, 16, 16, 1] }, classes: { shape: [8], dtype: 'int32' } } as const;
    const step = minimizing(tf.train.momentum(0.02, 0.9), ({ images, classes }) => {
      const first = tf.relu(tf.add(tf.conv2d(images as Tensor4D, kernel as Tensor4D, 1, 'same'), bias));
      const pooled = tf.maxPool(first as Tensor4D, 2, 2, 'same');
      const next = tf.avgPool(tf.tanh(tf.conv2d(pooled, second as Tensor4D, 1, 'same')), 2, 2, 'same');
      const logits = tf.matMul(tf.mul(tf.reshape(next, [8, 64]), 0.5), top as Tensor2D);
      const target = tf.oneHot(tf.minimum(classes as Tensor, tf.scalar(2, 'int32')), 3);
      return tf.losses.softmaxCrossEntropy(target, logits);
    });
    const batches = Array.from({ length: steps }, (_, seed) => valuesFor(inputs, seed % 5));
    const followed = await followTraining(tf, step, inputs, batches);
    expect(followed.losses.at(-1)).toBeLessThan((followed.losses[0] ?? 0) * 0.8);
    expect(followed.lossDifference).toBeLessThan(1e-3);
    expect(followed.variableDifference).toBeLessThan(1e-2);
  });
});
