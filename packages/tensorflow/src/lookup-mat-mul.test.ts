import { resolveNativePart } from '@espalier/native';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow, lookupMatMul, lookupOrder, statelessUniform, type TensorFlow } from './index.js';
import { type LookupProblem, lookupProblem } from './testing/lookup-problem.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

const values = (tensor: Tensor) => [...tensor.dataSync()];

function multiplied({ ids, offsets }: LookupProblem, table: Tensor, kernel: Tensor): Tensor2D {
  return lookupMatMul(tf, { table, ids, offsets }, kernel);
}

const gathered = ({ ids }: LookupProblem, table: Tensor, kernel: Tensor) =>
  tf.matMul(tf.reshape(tf.gather(table as Tensor2D, ids), [ids.shape[0], -1]), kernel as Tensor2D);

/** The product, and the gradients of its sum weighted with whole numbers. */
function evaluated(problem: LookupProblem, multiply: (table: Tensor, kernel: Tensor) => Tensor): number[][] {
  const { table, kernel, ids } = problem;
  const width = kernel.shape[1];
  const weights = tf.tensor2d(
    Int32Array.from({ length: ids.shape[0] * width }, (_, at) => (at % 7) - 3),
    [ids.shape[0], width],
  );
  const loss = (of: Tensor, by: Tensor) => tf.sum(tf.mul(multiply(of, by), weights)) as Scalar;
  const [ofTable, ofKernel] = tf.grads(loss)([table, kernel]) as [Tensor, Tensor];
  return [values(multiply(table, kernel)), values(ofTable), values(ofKernel)];
}

const several = (count: number, entries: number) => Array.from({ length: count }, () => entries);

describe('lookupMatMul', () => {
  it.each([
    ['columns of one group', { rows: 40, entries: several(12, 9), depth: 8, width: 16 }],
    ['a panel', { rows: 512, entries: several(60, 75), depth: 8, width: 64 }],
    ['a panel and a bit', { rows: 33, entries: several(20, 10), depth: 5, width: 70 }],
    ['three panels', { rows: 33, entries: several(20, 10), depth: 16, width: 130 }],
    ['one column', { rows: 33, entries: several(20, 10), depth: 3, width: 1 }],
    ['a depth of one', { rows: 33, entries: several(20, 10), depth: 1, width: 20 }],
    ['a depth of 33', { rows: 33, entries: several(3, 10), depth: 33, width: 20 }],
    ['slots of one entry', { rows: 10, entries: several(70, 1), depth: 4, width: 32 }],
    ['slots of more entries than rows', { rows: 7, entries: several(5, 3000), depth: 4, width: 48 }],
    ['slots of all sizes', { rows: 20, entries: [1, 500, 3, 20, 21, 900, 2], depth: 9, width: 33 }],
    ['one row', { rows: 1, entries: several(3, 4), depth: 2, width: 3 }],
    ['as many rows as 16 bits count', { rows: 65_536, entries: [3, 2], depth: 2, width: 3 }],
    ['more rows than 16 bits count', { rows: 65_537, entries: [3, 2], depth: 2, width: 3 }],
    ['one slot', { rows: 90, entries: [6], depth: 2, width: 3 }],
  ] as const)('is the product with what is looked up, and so are its gradients: %s', (_, shape) => {
    const problem = lookupProblem(tf, shape);
    const expected = evaluated(problem, (table, kernel) => gathered(problem, table, kernel));
    expect(evaluated(problem, (table, kernel) => multiplied(problem, table, kernel))).toEqual(expected);
  });

  it('shares an order with other layers over the same IDs, in whatever order their gradients come', () => {
    const problem = lookupProblem(tf, { rows: 20, entries: several(5, 8), depth: 4, width: 6 });
    const { table, kernel, ids, offsets } = problem;
    const gradientsBy = (multiply: (of: Tensor, by: Tensor) => Tensor) => {
      const loss = (of: Tensor, by: Tensor, other: Tensor) => {
        const first = tf.relu(multiply(of, by));
        return tf.sum(tf.mul(first, multiply(of, other))) as Scalar;
      };
      return tf.tidy(() =>
        tf
          .grads(loss)([table, kernel, tf.mul(kernel, 2)])
          .map(values),
      );
    };
    const expected = gradientsBy((of, by) => gathered(problem, of, by));
    const order = lookupOrder(tf, { ids, offsets });
    const before = tf.memory().numTensors;
    for (let pass = 0; pass < 2; pass++) {
      expect(gradientsBy((of, by) => lookupMatMul(tf, { table: of, ids, offsets, order }, by))).toEqual(
        expected,
      );
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives a column the same bits whatever stands beside it', () => {
    const problem = lookupProblem(tf, { rows: 50, entries: several(30, 20), depth: 8, width: 130 });
    const table = statelessUniform(tf, problem.table.shape, [1, 1]);
    const kernel = statelessUniform(tf, problem.kernel.shape, [2, 2]) as Tensor2D;
    const all = multiplied(problem, table, kernel);
    for (const [first, width] of [
      [0, 64],
      [64, 66],
      [17, 1],
      [100, 30],
    ] as const) {
      const some = multiplied(problem, table, tf.slice(kernel, [0, first], [-1, width]));
      expect(values(some)).toEqual(values(tf.slice(all, [0, first], [-1, width])));
    }
  });

  it('gives a row the same bits whichever rows are with it', () => {
    const problem = lookupProblem(tf, { rows: 50, entries: several(30, 20), depth: 8, width: 64 });
    const table = statelessUniform(tf, problem.table.shape, [1, 1]);
    const kernel = statelessUniform(tf, problem.kernel.shape, [2, 2]);
    const all = multiplied(problem, table, kernel);
    const alone = multiplied({ ...problem, ids: tf.slice(problem.ids, [31, 0], [1, -1]) }, table, kernel);
    expect(values(alone)).toEqual(values(tf.slice(all, [31, 0], [1, -1])));
  });

  it('takes a part of a table', () => {
    const problem = lookupProblem(tf, { rows: 9, entries: [5, 5, 5], depth: 2, width: 4 });
    const own = {
      ...problem,
      ids: tf.slice(problem.ids, [0, 1], [-1, 1]),
      offsets: problem.offsets.slice(1, 3),
      kernel: tf.slice(problem.kernel, [2, 0], [2, -1]),
    };
    const expected = evaluated(own, (table, kernel) => gathered(own, table, kernel));
    expect(evaluated(own, (table, kernel) => multiplied(own, table, kernel))).toEqual(expected);
  });

  it('takes no rows, and no columns', () => {
    const lookup = { table: tf.ones([3, 2]), offsets: Int32Array.of(0, 3) };
    const none = tf.tensor2d([], [0, 1], 'int32');
    expect(lookupMatMul(tf, { ...lookup, ids: none }, tf.ones([2, 4])).shape).toEqual([0, 4]);
    const one = tf.tensor2d([2], [1, 1], 'int32');
    expect(lookupMatMul(tf, { ...lookup, ids: one }, tf.zeros([2, 0])).shape).toEqual([1, 0]);
  });

  it('gives gradients where all is made inside the loss, and leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    const gradient = tf.tidy(() => {
      const loss = (table: Tensor) => {
        const ids = tf.add(tf.tensor2d([[0, 3]], [1, 2], 'int32'), tf.scalar(1, 'int32'));
        const kernel = tf.add(tf.zeros([4, 3]), 1);
        return tf.sum(lookupMatMul(tf, { table, ids, offsets: Int32Array.of(0, 2, 5) }, kernel)) as Scalar;
      };
      return values(tf.grad(loss)(tf.ones([5, 2])));
    });
    expect(gradient).toEqual([0, 0, 3, 3, 0, 0, 0, 0, 3, 3]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing behind but its result, also outside of tidy', () => {
    const { table, kernel, ids, offsets } = lookupProblem(tf, {
      rows: 4,
      entries: [3, 3],
      depth: 2,
      width: 3,
    });
    const order = lookupOrder(tf, { ids, offsets });
    const before = tf.memory().numTensors;
    lookupMatMul(tf, { table, ids, offsets }, kernel);
    lookupMatMul(tf, { table, ids, offsets, order }, kernel);
    expect(tf.memory().numTensors).toBe(before + 2);
  });
});
