// Responsible for running a step both ways, eagerly in tfjs and compiled, on the same values.
// Leaves to others: the steps, and how close the two must be.

import type { Tensor } from '@tensorflow/tfjs-core';
import { type CompiledStep, compileStep, type InputSpec, type TensorFlow } from '../index.js';
import { elementsOf, type NativeArray } from '../native/native-tensor.js';

export type Step = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;
export type Values = Readonly<Record<string, NativeArray>>;

/** A repeatable sequence of numbers in [-1, 1), the same in every process: xorshift32 (Marsaglia 2003). */
export function numbersFrom(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) | 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Values of a spec: floats in [-2, 2), int32 and unsigned in [0, 4), bools. */
export function valuesFor(specs: Readonly<Record<string, InputSpec>>, seed: number): Values {
  const next = numbersFrom(seed);
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype = 'float32' }]) => {
      const length = elementsOf(shape);
      const whole = (below: number) => () => Math.floor(((next() + 1) / 2) * below);
      if (dtype === 'float32') return [name, Float32Array.from({ length }, () => next() * 2)];
      if (dtype === 'int32') return [name, Int32Array.from({ length }, whole(4))];
      if (dtype === 'bool') return [name, Uint8Array.from({ length }, whole(2))];
      if (dtype === 'uint8') return [name, Uint8Array.from({ length }, whole(4))];
      if (dtype === 'uint16') return [name, Uint16Array.from({ length }, whole(4))];
      return [name, Uint32Array.from({ length }, whole(4))];
    }),
  );
}

/** Runs a step in plain tfjs; outputs are copies. */
export function runEagerly(
  tf: TensorFlow,
  step: Step,
  specs: Readonly<Record<string, InputSpec>>,
  values: Values,
): Record<string, NativeArray> {
  return tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(specs).map(([name, { shape, dtype = 'float32' }]) => {
        const tfjsDtype = dtype === 'float32' || dtype === 'bool' ? dtype : 'int32';
        const array = values[name] ?? [];
        const own =
          tfjsDtype === 'int32' ? Int32Array.from(array as Int32Array) : (array as Float32Array).slice();
        return [name, tf.tensor(own, [...shape], tfjsDtype)];
      }),
    );
    const outputs = Object.entries(step(inputs));
    return Object.fromEntries(outputs.map(([name, tensor]) => [name, tensor.dataSync().slice()]));
  });
}

/** Compiles a step, gives it to `body`, and disposes of it. */
export async function withCompiled<T>(
  tf: TensorFlow,
  step: Step,
  inputs: Readonly<Record<string, InputSpec>>,
  body: (compiled: CompiledStep) => Promise<T> | T,
): Promise<T> {
  const compiled = await compileStep(tf, step, { inputs });
  try {
    return await body(compiled);
  } finally {
    compiled.dispose();
  }
}

/** The largest |a - b| / max(1, |b|); infinite where one is NaN or infinite and the other is not the same. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < a.length; index += 1) {
    const [x = 0, y = 0] = [a[index], b[index]];
    if (Object.is(x, y) || x === y) continue;
    const difference = Math.abs(x - y) / Math.max(1, Math.abs(y));
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return largest;
}
