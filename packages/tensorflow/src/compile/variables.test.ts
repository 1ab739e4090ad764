import { resolveNativePart } from '@espalier/native';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type CompiledStep,
  compileStep,
  loadTensorFlow,
  sgd,
  type TensorFlow,
  type TensorValues,
} from '../index.js';
import { alignedArray } from '../native/native-tensor.js';
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

describe('variables of a compiled step', () => {
  it('take copies: neither what is read, written or fed is shared', async () => {
    const last = variable([0, 0, 0], 'last');
    const part = variable([0, 0], 'part');
    const step = await compileStep(
      tf,
      ({ x }) => {
        const seen = tf.mul(last, 1);
        last.assign(x);
        part.assign(tf.slice(tf.reshape(x, [3]), [1], [2]));
        return { seen };
      },
      { inputs },
    );
    const given = alignedArray('float32', 3);
    given.set([4, 5, 6]);
    await step.run({ x: given });
    given.fill(0);
    const read = step.readVariables();
    expect(numbers(read.get('last'))).toEqual([4, 5, 6]);
    expect(numbers(read.get('part'))).toEqual([5, 6]);
    const written = alignedArray('float32', 3);
    written.fill(8);
    step.writeVariables(new Map([['last', { shape: [3], values: written }]]));
    written.fill(0);
    read.get('last')?.values.fill(1 as never);
    expect(numbers((await step.run({ x: given })).seen)).toEqual([8, 8, 8]);
    step.dispose();
  });

  it('may share memory with a constant, and with each other', async () => {
    const initial = tf.tensor1d([1, 2, 3]);
    const [first, second] = [tf.variable(initial, true, 'first'), tf.variable(initial, true, 'second')];
    const step = await compileStep(
      tf,
      ({ x }) => {
        first.assign(tf.add(first, x));
        return { sum: tf.addN([first, second, initial]) };
      },
      { inputs },
    );
    const one = { x: Float32Array.of(1, 1, 1) };
    expect(numbers((await step.run(one)).sum)).toEqual([4, 7, 10]);
    expect(numbers((await step.run(one)).sum)).toEqual([5, 8, 11]);
    expect([...initial.dataSync()]).toEqual([1, 2, 3]);
    expect(numbers(step.readVariables().get('second'))).toEqual([1, 2, 3]);
    step.dispose();
  });

  it('may be swapped, and assigned one after another', async () => {
    const [a, b] = [variable([1, 2, 3], 'a'), variable([4, 5, 6], 'b')];
    const step = await compileStep(
      tf,
      ({ x }) =>
        tf.tidy(() => {
          const before = tf.mul(a, 1);
          a.assign(b);
          b.assign(before);
          a.assign(tf.add(a, x));
          return { both: tf.add(a, b) };
        }),
      { inputs },
    );
    const swap = await compileStep(
      tf,
      () => {
        const before = a.clone();
        a.assign(b);
        b.assign(before);
        return {};
      },
      { inputs: {} },
    );
    const one = { x: Float32Array.of(1, 1, 1) };
    expect(numbers((await step.run(one)).both)).toEqual([6, 8, 10]);
    expect(step.readVariables().get('a')?.values).toEqual(Float32Array.of(5, 6, 7));
    expect(step.readVariables().get('b')?.values).toEqual(Float32Array.of(1, 2, 3));
    for (const expected of [4, 1, 4]) {
      await swap.run({});
      expect(numbers(swap.readVariables().get('a'))[0]).toBe(expected);
    }
    step.dispose();
    swap.dispose();
  });

  it('may be assigned, updated by an optimizer and assigned again, in that order', async () => {
    const weights = variable([1, 2, 3], 'weights');
    const optimizer = sgd(tf, { learningRate: 1 });
    const body = ({ x }: { x: Tensor }) => {
      const apply = (gradient: Tensor) => optimizer.applyGradients({ weights: gradient });
      const seen: Tensor[] = [];
      weights.assign(tf.mul(weights, 10));
      apply(x);
      seen.push(tf.mul(weights, 1));
      apply(tf.mul(x, 2));
      weights.assign(tf.add(weights, 100));
      seen.push(tf.mul(weights, 1));
      weights.assign(x);
      apply(tf.ones([3]));
      weights.assign(tf.add(weights, tf.mul(seen[0] as Tensor, 0)));
      return { first: seen[0] as Tensor, second: seen[1] as Tensor };
    };
    const step = await compileStep(tf, body, { inputs });
    for (const seed of [1, 2, 3]) {
      const compiled = await step.run(x(seed));
      const eager = tf.tidy(() => {
        const { first, second } = body({ x: tf.tensor1d(x(seed).x) });
        return [[...first.dataSync()], [...second.dataSync()], [...weights.dataSync()]];
      });
      const read = step.readVariables().get('weights');
      expect([numbers(compiled.first), numbers(compiled.second), numbers(read)]).toEqual(eager);
    }
    step.dispose();
  });

  it('are told apart whatever their names', async () => {
    const names = ['a b', 'a_b', 'a_b_1', 'a_b/read', 'a_b.read', 'ä', '_', 'input/x', ''];
    const made = names.map((name, index) => variable([index, index, index], name));
    const unnamed = tf.variable(tf.tensor1d([100, 100, 100]));
    const step = await compileStep(
      tf,
      ({ x }) => {
        for (const each of [...made, unnamed]) each.assign(tf.add(each, x));
        return {};
      },
      { inputs },
    );
    await step.run({ x: Float32Array.of(0.5, 0.5, 0.5) });
    const read = step.readVariables();
    expect(read.size).toBe(names.length + 1);
    for (const [index, name] of names.entries()) {
      if (name !== '') expect(numbers(read.get(name))[0]).toBe(index + 0.5);
    }
    expect(step.variableNames.at(-1)).toMatch(/^variable_/);
    step.dispose();
  });

  it('belong to one compiled step: two over the same tfjs variables have copies of their own', async () => {
    const weights = variable([1, 2, 3], 'weights');
    const compile = (change: number): Promise<CompiledStep> =>
      compileStep(
        tf,
        ({ x }) => {
          weights.assign(tf.add(weights, tf.mul(x, change)));
          return {};
        },
        { inputs },
      );
    const [up, down] = [await compile(1), await compile(-1)];
    const one = { x: Float32Array.of(1, 1, 1) };
    await up.run(one);
    await down.run(one);
    expect(numbers(up.readVariables().get('weights'))).toEqual([2, 3, 4]);
    expect(numbers(down.readVariables().get('weights'))).toEqual([0, 1, 2]);
    expect([...weights.dataSync()]).toEqual([1, 2, 3]);
    up.pullVariables();
    expect([...weights.dataSync()]).toEqual([2, 3, 4]);
    expect(numbers(down.readVariables().get('weights'))).toEqual([0, 1, 2]);
    up.dispose();
    down.dispose();
    expect([...weights.dataSync()]).toEqual([2, 3, 4]);
  });
});
