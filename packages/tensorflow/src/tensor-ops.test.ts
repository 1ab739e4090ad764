import { resolveNativePart } from '@espalier/native';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  embeddingGather,
  embeddingSum,
  loadTensorFlow,
  packedLength,
  packTensors,
  statelessUniform,
  type TensorFlow,
  unpackTensors,
} from './index.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

function values(tensor: Tensor): number[] {
  return [...tensor.dataSync()];
}

describe('statelessUniform', () => {
  it('is a function of the seed and the shape alone', () => {
    const first = values(statelessUniform(tf, [5, 7], [1, 2]));
    expect(values(statelessUniform(tf, [5, 7], [1, 2]))).toEqual(first);
    expect(values(statelessUniform(tf, [35], [1, 2]))).toEqual(first);
    expect(values(statelessUniform(tf, [5, 7], [1, 3]))).not.toEqual(first);
    expect(values(statelessUniform(tf, [5, 7], [2, 2]))).not.toEqual(first);
  });

  it('gives the numbers of Philox4x32-10', () => {
    // Random123's known answer for key 0 and counter 0 is 6627e8d5 e169c58d bc57ac4c 9b00dbd8; TensorFlow makes the low
    // 23 bits of a word the mantissa of a float in [1, 2), less 1.
    const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];
    expect(values(statelessUniform(tf, [4], [0, 0]))).toEqual(
      words.map((word) => (word & 0x7fffff) / 2 ** 23),
    );
  });

  it('gives any rank its slice of the whole', () => {
    const whole = values(statelessUniform(tf, [40], [7, 9]));
    for (let firstElement = 0; firstElement < 20; firstElement += 1) {
      const part = values(statelessUniform(tf, [4, 5], [7, 9], { firstElement }));
      expect(part).toEqual(whole.slice(firstElement, firstElement + 20));
    }
  });

  it('slices a stream that many threads draw', () => {
    const whole = statelessUniform(tf, [2_000_000], [3, 4]);
    const part = statelessUniform(tf, [1_000_000], [3, 4], { firstElement: 1_000_000 });
    expect(values(tf.max(tf.abs(tf.sub(tf.slice(whole, [1_000_000], [1_000_000]), part))))).toEqual([0]);
    expect(values(tf.mean(whole))[0]).toBeCloseTo(0.5, 3);
  });

  it('reaches positions beyond 2^32 and refuses what is not one', () => {
    const at = (firstElement: number) => values(statelessUniform(tf, [8], [3, 4], { firstElement }));
    expect(at(2 ** 40)).not.toEqual(at(0));
    expect(at(2 ** 40 + 4).slice(0, 4)).toEqual(at(2 ** 40).slice(4));
    expect(() => at(-1)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
    expect(() => at(0.5)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => statelessUniform(tf, [8], [3, 4], { firstElement: 1 }).dataSync());
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('embeddingGather', () => {
  it('equals tf.gather, and its gradient too', () => {
    const table = tf.tensor2d(values(statelessUniform(tf, [50 * 4], [1, 1])), [50, 4]);
    const ids = tf.cast(tf.mul(statelessUniform(tf, [6, 9], [2, 2]), 50), 'int32');
    const weights = statelessUniform(tf, [6, 9, 4], [3, 3]);
    expect(values(embeddingGather(tf, table, ids))).toEqual(values(tf.gather(table, ids)));
    const ours = tf.grad((x) => tf.sum(tf.mul(embeddingGather(tf, x, ids), weights)))(table);
    const theirs = tf.grad((x) => tf.sum(tf.mul(tf.gather(x, ids), weights)))(table);
    expect(ours.shape).toEqual([50, 4]);
    expect(values(ours)).toEqual(values(theirs));
  });

  it('sums the gradient in the order of the IDs: to the bit', () => {
    const dy = statelessUniform(tf, [30_000, 3], [5, 5]);
    const ids = tf.cast(tf.mul(statelessUniform(tf, [30_000], [6, 6]), 7), 'int32');
    const expected = new Float32Array(21);
    const [rows, slopes] = [values(ids), values(dy)];
    for (const [position, row] of rows.entries()) {
      for (let column = 0; column < 3; column += 1) {
        expected[row * 3 + column] = (expected[row * 3 + column] ?? 0) + (slopes[position * 3 + column] ?? 0);
      }
    }
    const gradient = tf.grad((x) => embeddingGather(tf, x, ids))(tf.zeros([7, 3]), dy);
    expect(values(gradient)).toEqual([...expected]);
  });

  it('and embeddingSum give gradients where the IDs are made inside the loss', () => {
    const table = tf.variable(tf.ones([3, 2]));
    const before = tf.memory().numTensors;
    for (const lookup of [embeddingGather, embeddingSum]) {
      const gradient = tf.tidy(() => {
        const ids = () => tf.add(tf.tensor2d([[1, 1]], [1, 2], 'int32'), tf.scalar(1, 'int32'));
        const loss = () => tf.sum(lookup(tf, table, ids())) as Scalar;
        return values(tf.variableGrads(loss, [table]).grads[table.name] as Tensor);
      });
      expect(gradient).toEqual([0, 0, 0, 0, 2, 2]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives gradients of variables', () => {
    const table = tf.variable(tf.ones([3, 2]));
    const ids = tf.tensor1d([2, 2, 0], 'int32');
    const { grads } = tf.variableGrads(() => tf.sum(embeddingGather(tf, table, ids)), [table]);
    expect(values(grads[table.name] as Tensor)).toEqual([1, 1, 0, 0, 2, 2]);
  });

  it('refuses an ID out of range, a table that is not 2-D, and IDs that are not int32', () => {
    const table = tf.ones([3, 2]);
    for (const id of [3, -1]) {
      expect(() => embeddingGather(tf, table, tf.tensor1d([id], 'int32'))).toThrow(
        expect.objectContaining({ code: 'op-failed', message: expect.stringContaining('is not in [0, 3)') }),
      );
    }
    for (const [wrongTable, ids] of [
      [tf.ones([3]), tf.tensor1d([0], 'int32')],
      [table, tf.tensor1d([0])],
    ] as const) {
      expect(() => embeddingGather(tf, wrongTable, ids)).toThrow(
        expect.objectContaining({ code: 'shape-mismatch' }),
      );
    }
  });
});

describe('embeddingSum', () => {
  it('equals the sum of gathered rows, and its gradient too', () => {
    const table = tf.tensor2d(values(statelessUniform(tf, [50 * 4], [1, 1])), [50, 4]);
    const ids = tf.cast(tf.mul(statelessUniform(tf, [6, 9], [2, 2]), 50), 'int32');
    const weights = statelessUniform(tf, [6, 4], [3, 3]);
    const expected = values(tf.sum(tf.gather(table, ids), 1));
    for (const [index, value] of values(embeddingSum(tf, table, ids)).entries()) {
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5);
    }
    const ours = tf.grad((x) => tf.sum(tf.mul(embeddingSum(tf, x, ids), weights)))(table);
    const theirs = tf.grad((x) => tf.sum(tf.mul(tf.sum(tf.gather(x, ids), 1), weights)))(table);
    expect(ours.shape).toEqual([50, 4]);
    expect(values(ours)).toEqual(values(theirs));
  });

  it('refuses an ID out of range, and other shapes', () => {
    const table = tf.ones([3, 2]);
    expect(() => embeddingSum(tf, table, tf.tensor2d([[3]], [1, 1], 'int32'))).toThrow(
      expect.objectContaining({ code: 'op-failed' }),
    );
    expect(() => embeddingSum(tf, table, tf.tensor1d([1], 'int32'))).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });

  it('leaves no tensors behind', () => {
    const table = tf.ones([3, 2]);
    const ids = tf.tensor2d([[0, 1]], [1, 2], 'int32');
    const before = tf.memory().numTensors;
    tf.tidy(() =>
      tf
        .grad((x) => tf.sum(embeddingSum(tf, x, ids)))(table)
        .dataSync(),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('packTensors and unpackTensors', () => {
  const shapes = [[2, 3], [4], [], [1, 1, 2]];

  it('round-trip, computed tensors as well as given ones', () => {
    const tensors = [
      tf.add(tf.ones([2, 3]), 1),
      tf.tensor1d([1, 2, 3, 4]),
      tf.scalar(9),
      tf.zeros([1, 1, 2]),
    ];
    const buffer = new Float32Array(packedLength(shapes));
    packTensors(tensors, buffer);
    expect([...buffer]).toEqual([2, 2, 2, 2, 2, 2, 1, 2, 3, 4, 9, 0, 0]);
    const back = unpackTensors(tf, buffer, shapes);
    expect(back.map((tensor) => tensor.shape)).toEqual(shapes);
    expect(back.flatMap(values)).toEqual([...buffer]);
  });

  it('give tensors that do not change with the buffer', () => {
    const buffer = new Float32Array(13).fill(1);
    const back = unpackTensors(tf, buffer, shapes);
    buffer.fill(7);
    expect(back.flatMap((tensor) => values(tf.mul(tensor, 1)))).toEqual(new Array(13).fill(1));
  });

  it('refuse a buffer of another length', () => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => packTensors([tf.ones([2])], new Float32Array(3))).toThrow(error);
    expect(() => unpackTensors(tf, new Float32Array(3), [[2]])).toThrow(error);
  });
});
