import { resolveNativePart } from '@espalier/native';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  compileStep,
  loadTensorFlow,
  seedWords,
  statelessUniform,
  type TensorFlow,
  uniformPosition,
} from './index.js';
import { tensorflowUniform } from './tensorflow-uniform.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

const seeds = [
  [7, 9],
  [0xdeadbeef, 0xffffffff],
  [0, 0],
] as const;
const positions = [0, 1, 2, 3, 4, 5, 1023, 2 ** 34 - 4, 2 ** 34 + 3, 2 ** 45 + 2];

describe('statelessUniform', () => {
  it("gives the numbers of TensorFlow's own op, of whatever size and from wherever", () => {
    for (const seed of seeds) {
      for (const firstElement of positions) {
        for (const size of [0, 1, 2, 3, 4, 125, 126, 127, 128, 129, 256, 1000]) {
          tf.tidy(() => {
            const { counter, lead } = uniformPosition(firstElement);
            const expected = tensorflowUniform(tf, size, {
              seed: tf.tensor1d(seedWords(seed), 'int32'),
              counter: tf.tensor1d(counter, 'int32'),
              lead: tf.tensor1d(lead, 'int32'),
            });
            const drawn = statelessUniform(tf, [size], seed, { firstElement });
            expect(drawn.dataSync(), `${seed} ${firstElement} ${size}`).toEqual(expected.dataSync());
          });
        }
      }
    }
  });

  it('counts on where the low half of the counter ends', () => {
    const words = (...numbers: readonly number[]) => tf.tensor1d(Int32Array.from(numbers), 'int32');
    const stream = { seed: words(1, 2), counter: words(-3, -1, -1, 5), lead: words(2) };
    const drawn = statelessUniform(tf, [300], stream.seed, { firstElement: stream });
    expect(drawn.dataSync()).toEqual(tensorflowUniform(tf, 300, stream).dataSync());
  });

  it('leaves nothing behind but its result', () => {
    const before = tf.memory().numTensors;
    statelessUniform(tf, [3, 5], [1, 2], { firstElement: 7 });
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});

describe('statelessUniform with what changes as tensors', () => {
  it('draws the numbers that it draws from numbers', () => {
    for (const seed of seeds) {
      for (const firstElement of positions) {
        const { counter, lead } = uniformPosition(firstElement);
        tf.tidy(() => {
          const drawn = statelessUniform(tf, [3, 5], tf.tensor1d(seedWords(seed), 'int32'), {
            firstElement: { counter: tf.tensor1d(counter, 'int32'), lead: tf.tensor1d(lead, 'int32') },
          });
          expect(drawn.dataSync()).toEqual(statelessUniform(tf, [3, 5], seed, { firstElement }).dataSync());
        });
      }
    }
  });

  it.each([false, true])(
    'draws them in a compiled step, from wherever it is told to, XLA %s',
    async (xla) => {
      const step = await compileStep(
        tf,
        ({ seed, counter, lead }) => ({
          moved: statelessUniform(tf, [3, 5], seed, { firstElement: { counter, lead } }),
          fixed: statelessUniform(tf, [3, 5], [1, 2], { firstElement: 3 }),
        }),
        {
          inputs: {
            seed: { shape: [2], dtype: 'int32' },
            counter: { shape: [4], dtype: 'int32' },
            lead: { shape: [1], dtype: 'int32' },
          },
          session: { xla },
        },
      );
      const fixed = statelessUniform(tf, [3, 5], [1, 2], { firstElement: 3 }).dataSync();
      for (const seed of seeds) {
        for (const firstElement of positions) {
          const outputs = await step.run({ seed: seedWords(seed), ...uniformPosition(firstElement) });
          const expected = tf.tidy(() => statelessUniform(tf, [3, 5], seed, { firstElement }).dataSync());
          expect(outputs.moved?.values).toEqual(expected);
          expect(outputs.fixed?.values).toEqual(fixed);
        }
      }
      step.dispose();
    },
  );

  it('refuses tensors of other shapes and dtypes', () => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => statelessUniform(tf, [2], tf.tensor1d([1, 2]))).toThrow(error);
    expect(() => statelessUniform(tf, [2], tf.tensor1d([1, 2, 3], 'int32'))).toThrow(error);
    const counter = tf.tensor1d([0, 0, 0, 0], 'int32');
    const firstElement = { counter, lead: tf.scalar(1, 'int32') };
    expect(() => statelessUniform(tf, [2], [1, 2], { firstElement })).toThrow(error);
  });
});
