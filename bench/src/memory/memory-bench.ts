/** `bench memory`: whether a process's memory grows while a compiled step runs, 100,000 times over. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { resolveNativePart } from '@espalier/native';
import { adam, compileStep, loadTensorFlow } from '@espalier/tensorflow';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { randomNumbers } from '../step/random-numbers.js';
import { growthPerStep } from './growth-per-step.js';

const steps = 100_000;
const sampleEverySteps = 1000;
/** What the allocators and the JIT compiler take at the start is no growth. */
const warmUpSteps = 20_000;
/** Under two MiB over 100,000 steps: a leak of one small tensor a step would be a hundred bytes and more. */
const limitBytes = 20;
const [rows, inputs, hidden] = [32, 16, 16];

export async function benchMemory(): Promise<Measurement> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
  const kernel = tf.variable(tf.truncatedNormal([inputs, hidden], 0, 0.1, 'float32', 7), true, 'kernel');
  const output = tf.variable(tf.truncatedNormal([hidden, 1], 0, 0.1, 'float32', 8), true, 'output');
  const optimizer = adam(tf);
  const step = await compileStep(
    tf,
    ({ x, y }) => {
      const loss = optimizer.minimize(() => {
        const activations = tf.relu(tf.matMul(x as Tensor2D, kernel as unknown as Tensor2D));
        return tf.losses.sigmoidCrossEntropy(
          y,
          tf.matMul(activations as Tensor2D, output as unknown as Tensor2D),
        );
      }, true);
      if (loss === null) throw new RangeError('the optimizer returned no loss');
      return { loss };
    },
    { inputs: { x: { shape: [rows, inputs] }, y: { shape: [rows, 1] } } },
  );
  const random = randomNumbers(7);
  const samples: { step: number; bytes: number }[] = [];
  const startedMs = performance.now();
  for (let done = 0; done <= steps; done++) {
    if (done % sampleEverySteps === 0) {
      collectGarbage();
      samples.push({ step: done, bytes: process.memoryUsage.rss() });
      if (done % (10 * sampleEverySteps) === 0) say(`${done} steps`);
    }
    // New arrays for every step, as a program has that reads its data as it goes.
    const x = Float32Array.from({ length: rows * inputs }, random);
    const y = Float32Array.from({ length: rows }, () => Math.round(random()));
    await step.run({ x, y });
  }
  const seconds = (performance.now() - startedMs) / 1000;
  step.dispose();
  const settled = samples.filter((sample) => sample.step >= warmUpSteps);
  const growth = growthPerStep(settled);
  const mebibytes = settled.map(({ bytes }) => bytes / 2 ** 20);
  return {
    results: [
      result(
        { ...figure('growth', [growth.slope], 'B/step'), ...growth.bounds },
        { limit: limitBytes, better: 'lower' },
      ),
    ],
    baselines: [
      figure('resident-memory', mebibytes, 'MiB'),
      figure('resident-memory-at-start', [(samples[0]?.bytes ?? Number.NaN) / 2 ** 20], 'MiB'),
      figure('step', [(seconds / steps) * 1e6], 'µs'),
    ],
    notes: [
      `A compiled step of two small layers and Adam, batch ${rows}, run ${steps.toLocaleString('en-US')} times with new arrays each; resident memory every ${sampleEverySteps} steps, after a garbage collection.`,
      `growth: slope of a line through the samples from step ${warmUpSteps.toLocaleString('en-US')} on; low and high are those of its two halves.`,
    ],
  };
}
