import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adagrad,
  adam,
  compileStep,
  loadTensorFlow,
  momentum,
  sgd,
  sparseTable,
  type TensorFlow,
} from '../index.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

describe('the state of a fused optimizer', () => {
  it('has names that do not depend on what the process did before', async () => {
    // Files of tests share a process, and a step knows all variables that there are.
    tf.disposeVariables();
    const compile = async () => {
      const [first, named] = [tf.variable(tf.ones([2])), tf.variable(tf.ones([2]), true, 'dense/kernel')];
      const optimizer = adam(tf);
      const step = await compileStep(
        tf,
        ({ x }) => {
          optimizer.applyGradients({ [first.name]: x, [named.name]: x });
          return {};
        },
        { inputs: { x: { shape: [2] } } },
      );
      const { variableNames } = step;
      step.dispose();
      optimizer.dispose();
      tf.disposeVariables();
      return variableNames;
    };
    const names = await compile();
    expect(names).toEqual(
      expect.arrayContaining(['variable_0', 'adam/m/variable_0', 'adam/v/dense/kernel', 'adam/step']),
    );
    expect(await compile()).toEqual(names);
  });

  it.each([
    ['adam', adam],
    ['adagrad', adagrad],
    ['momentum', momentum],
    ['sgd', sgd],
  ] as const)('may be made before: of %s the same, by name and order', async (_, make) => {
    const compile = async (before: boolean) => {
      const variables = ['b', 'a'].map((name) => tf.variable(tf.ones([2]), true, name));
      const items = sparseTable(tf, { name: 'items', rows: 3, width: 2 });
      const optimizer = make(tf);
      if (before) optimizer.makeState([...variables, items.variable]);
      let calls = 0;
      const body = ({ x }: Readonly<Record<string, Tensor>>) => {
        calls += 1;
        optimizer.applyGradients({ b: x as Tensor, a: x as Tensor });
        return {};
      };
      const step = await compileStep(tf, body, { inputs: { x: { shape: [2] } }, isPure: true });
      step.runSync({ x: Float32Array.of(1, 2) });
      const values = [...step.readVariables()].map(([name, { values }]) => [
        name,
        ...(values as Float32Array),
      ]);
      step.dispose();
      optimizer.dispose();
      tf.disposeVariables();
      return { values, calls };
    };
    const [lazily, before] = [await compile(false), await compile(true)];
    expect(before.values).toEqual(lazily.values);
    expect(before.calls).toBe(2);
    expect(lazily.calls).toBe(make === sgd ? 2 : 3);
  });

  it('belongs to one optimizer', () => {
    const variable = tf.variable(tf.ones([2]), true, 'weights');
    const [first, second] = [adam(tf), adam(tf)];
    const update = (optimizer: typeof first) => optimizer.applyGradients({ weights: tf.ones([2]) });
    update(first);
    expect(() => update(second)).toThrow(
      expect.objectContaining({ code: 'state-mismatch', message: expect.stringContaining('"adam/step"') }),
    );
    first.dispose();
    update(second);
    expect(variable.dataSync()[0]).toBeCloseTo(0.998, 6);
    second.dispose();
  });

  it('starts anew for a variable that takes the place of another', () => {
    const optimizer = adam(tf);
    for (let round = 0; round < 3; round += 1) {
      const variable = tf.variable(tf.ones([2 + round]));
      optimizer.applyGradients({ [variable.name]: tf.ones([2 + round]) });
      expect(variable.dataSync()[1 + round]).toBeLessThan(1);
      variable.dispose();
    }
    optimizer.dispose();
  });

  it('says which variable an update is meant for that is not there', () => {
    expect(() => adam(tf).applyGradients({ gone: tf.ones([2]) })).toThrow(
      expect.objectContaining({ code: 'state-mismatch', message: expect.stringContaining('"gone"') }),
    );
  });
});
