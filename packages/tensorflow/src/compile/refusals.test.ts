import { resolveNativePart } from '@espalier/native';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileStep, loadTensorFlow, type TensorFlow } from '../index.js';
import { nodeBackend } from '../node-backend.js';
import type { Step } from '../testing/compare-step.js';
import { variableEngine } from '../trace/step-variables.js';

let tf: TensorFlow;
let weights: Variable;
let outside: Tensor;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
beforeEach(() => {
  weights = tf.variable(tf.tensor1d([1, 2, 3]), true, 'weights');
  outside = tf.tensor1d([4, 5, 6]);
});
afterEach(() => tf.disposeVariables());

const inputs = { x: { shape: [3] }, ids: { shape: [3], dtype: 'int32' } } as const;
const x = (given: Readonly<Record<string, Tensor>>) => given.x as Tensor;

/** All that a compilation could leave changed. */
function surroundings() {
  const backend = nodeBackend(tf);
  return {
    binding: backend.binding,
    read: backend.read,
    random: Math.random,
    kernels: tf
      .getKernelsForBackend(tf.getBackend())
      .map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]),
    reluGradient: { ...tf.getGradient('Relu') },
    engine: Object.keys(tf.engine()).sort(),
    variables: { ...variableEngine(tf).state.registeredVariables },
    values: [...weights.dataSync()],
    outside: [...outside.dataSync()],
    tensors: tf.memory().numTensors,
    gradientDepth: (tf.engine().state as { gradientDepth: number }).gradientDepth,
  };
}

let calls = 0;

const refused: Readonly<Record<string, { step: Step; says: readonly string[]; code?: string }>> = {
  dataSync: {
    step: (given) => ({ y: tf.mul(x(given), tf.exp(x(given)).dataSync()[0] ?? 0) }),
    says: ['reads back', 'Exp'],
  },
  'arraySync of a variable': {
    step: (given) => ({ y: tf.mul(x(given), (weights.arraySync() as number[])[0] ?? 0) }),
    says: ['reads back', 'weights'],
  },
  'a reading within a loss': {
    step: (given) => {
      const loss = () => {
        const sum = tf.sum(tf.square(tf.mul(weights, x(given))));
        return tf.mul(sum, sum.dataSync()[0] ?? 0) as Scalar;
      };
      return { loss: tf.variableGrads(loss).value as Tensor };
    },
    says: ['reads back', 'Sum'],
  },
  'a reading whose error is caught': {
    step: (given) => {
      try {
        tf.exp(x(given)).dataSync();
      } catch {
        // As careless code does.
      }
      return { y: x(given) };
    },
    says: ['reads back', 'Exp'],
  },
  data: {
    step: (given) => {
      void tf.exp(x(given)).data();
      return { y: tf.neg(x(given)) };
    },
    says: ['reads back', 'Exp'],
  },
  whereAsync: {
    step: (given) => {
      void tf.whereAsync(tf.greater(x(given), 0));
      return { y: tf.neg(x(given)) };
    },
    says: ['reads back', 'Greater'],
  },
  booleanMaskAsync: {
    step: (given) => {
      void tf.booleanMaskAsync(x(given), tf.greater(x(given), 0));
      return { y: tf.neg(x(given)) };
    },
    says: ['reads back', 'Reshape'],
  },
  unique: {
    step: (given) => ({ y: tf.unique(x(given)).values }),
    says: ['Unique', 'shape', 'depends on data'],
  },
  nonMaxSuppression: {
    step: (given) => ({
      y: tf.image.nonMaxSuppression(tf.reshape(tf.tile(x(given), [4]), [3, 4]), x(given) as never, 2),
    }),
    says: ['NonMaxSuppression', 'depends on data'],
  },
  dropout: { step: (given) => ({ y: tf.dropout(x(given), 0.5) }), says: ['random', 'statelessUniform'] },
  'Math.random': { step: (given) => ({ y: tf.mul(x(given), Math.random()) }), says: ['random'] },
  multinomial: {
    step: (given) => ({ y: tf.multinomial(x(given) as never, 2, 7) }),
    says: ['Multinomial', 'hidden state'],
  },
  'a counter': {
    step: (given) => {
      calls += 1;
      return { y: tf.mul(x(given), calls) };
    },
    says: ['computed in JavaScript', 'Mul', 'changes from one call'],
  },
  'a number that changes once it was twice the same': {
    step: (() => {
      let own = 0;
      return (given: Readonly<Record<string, Tensor>>) => {
        own += 1;
        return { y: tf.mul(x(given), own % 3 === 0 ? 2 : 1) };
      };
    })(),
    says: ['computed in JavaScript', 'changes from one call'],
  },
  'ops that change': {
    step: (given) => {
      calls += 1;
      return { y: calls % 2 === 0 ? tf.sin(x(given)) : tf.cos(x(given)) };
    },
    says: ['changes from one call'],
  },
  'a variable at every call': {
    step: (given) => ({ y: tf.mul(x(given), tf.variable(tf.ones([3]))) }),
    says: ['makes a variable', 'at every call'],
  },
  'a variable that it disposes of': {
    step: (given) => {
      weights.dispose();
      return { y: tf.neg(x(given)) };
    },
    says: ['disposes of', 'weights'],
  },
  'all variables disposed of': {
    step: (given) => {
      tf.disposeVariables();
      return { y: tf.neg(x(given)) };
    },
    says: ['disposes of', 'weights'],
  },
  "somebody else's tensor disposed of": {
    step: (given) => {
      const y = tf.mul(x(given), outside);
      outside.dispose();
      return { y };
    },
    says: ['disposes of', '[3]'],
  },
  'an asynchronous step': {
    step: (async (given: Readonly<Record<string, Tensor>>) => ({ y: tf.neg(x(given)) })) as never,
    says: ['asynchronous'],
  },
  'an asynchronous step that fails': {
    step: (async () => {
      throw new Error('later');
    }) as never,
    says: ['asynchronous'],
  },
  'a tensor as result': {
    step: ((given: Readonly<Record<string, Tensor>>) => tf.neg(x(given))) as never,
    says: ['object of tensors'],
  },
  'nothing as result': { step: (() => undefined) as never, says: ['object of tensors'] },
  'a number among the results': { step: (() => ({ y: 3 })) as never, says: ['object of tensors', '"y"'] },
  'a result disposed of': {
    step: (given) => {
      const y = tf.neg(x(given));
      y.dispose();
      return { y };
    },
    says: ['"y"', 'disposed'],
  },
  'a complex result': {
    step: (given) => ({ y: tf.complex(x(given), x(given)) }),
    says: ['"y"', 'complex64'],
  },
  'a string': { step: () => ({ y: tf.tensor1d(['a', 'b']) }), says: ['string'] },
};

describe('what a step may not do', () => {
  it.each(Object.entries(refused))('%s', async (_, { step, says }) => {
    const before = surroundings();
    const thrown = await compileStep(tf, step, { inputs }).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(thrown).toMatchObject({ name: 'TensorFlowError', code: 'not-compilable' });
    for (const words of says) expect(thrown?.message).toContain(words);
    expect(surroundings()).toEqual(before);
    const after = await compileStep(tf, (given) => ({ y: tf.mul(x(given), weights) }), { inputs });
    const { y } = await after.run({ x: Float32Array.of(1, 1, 1), ids: new Int32Array(3) });
    expect([...(y?.values ?? [])]).toEqual([1, 2, 3]);
    after.dispose();
  });

  it('lets errors of the step itself through, and leaves all as it was', async () => {
    const before = surroundings();
    const failing: Step = () => {
      weights.assign(tf.zeros([3]));
      throw new RangeError('mine');
    };
    await expect(compileStep(tf, failing, { inputs })).rejects.toThrow(new RangeError('mine'));
    const wrongShapes: Step = (given) => ({ y: tf.matMul(tf.reshape(x(given), [1, 3]), tf.ones([2, 2])) });
    await expect(compileStep(tf, wrongShapes, { inputs })).rejects.toThrow('MatMul');
    expect(surroundings()).toEqual(before);
  });

  it('gives state that an optimizer made before the refusal its first value', async () => {
    const optimizer = tf.train.momentum(0.1, 0.9);
    const step: Step = (given) => {
      const loss = optimizer.minimize(() => tf.sum(tf.mul(weights, tf.add(x(given), 1))) as Scalar, true);
      return { loss: tf.mul(loss as Tensor, (loss as Tensor).dataSync()[0] ?? 0) };
    };
    await expect(compileStep(tf, step, { inputs })).rejects.toMatchObject({ code: 'not-compilable' });
    expect([...weights.dataSync()]).toEqual([1, 2, 3]);
    tf.tidy(() => {
      optimizer.minimize(() => tf.sum(weights) as Scalar);
    });
    // The first eager step: velocity starts at 0, whatever the refused trace did to it.
    expect([...weights.dataSync()].map((value) => value.toFixed(4))).toEqual(['0.9000', '1.9000', '2.9000']);
    optimizer.dispose();
  });
});

describe('inputs of a step', () => {
  it('must have fixed shapes and whole sizes', async () => {
    for (const shape of [[-1, 3], [2.5], [Number.NaN]]) {
      await expect(
        compileStep(tf, (given) => ({ y: x(given) }), { inputs: { x: { shape } } }),
      ).rejects.toMatchObject({ code: 'shape-mismatch', message: expect.stringContaining('"x"') });
    }
  });

  it('may come back as results, and be empty', async () => {
    const step = await compileStep(tf, ({ x, none }) => ({ x, none, sum: tf.sum(none), outside, weights }), {
      inputs: { x: { shape: [3] }, none: { shape: [0, 2] } },
    });
    const given = Float32Array.of(7, 8, 9);
    const outputs = await step.run({ x: given, none: new Float32Array(0) });
    const values = Object.fromEntries(
      Object.entries(outputs).map(([name, each]) => [name, [...each.values]]),
    );
    expect(values).toEqual({ x: [7, 8, 9], none: [], sum: [0], outside: [4, 5, 6], weights: [1, 2, 3] });
    expect(outputs.none?.shape).toEqual([0, 2]);
    step.dispose();
  });
});
