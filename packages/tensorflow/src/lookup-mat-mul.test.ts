import { resolveNativePart } from '@espalier/native';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  executeOp,
  loadTensorFlow,
  lookupMatMul,
  sortLookups,
  statelessUniform,
  type TensorFlow,
} from './index.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

const values = (tensor: Tensor) => [...tensor.dataSync()];

interface Problem {
  readonly table: Tensor2D;
  readonly kernel: Tensor2D;
  readonly ids: Tensor2D;
  readonly offsets: Int32Array;
}

interface Shape {
  readonly rows: number;
  /** Entries of each slot. */
  readonly entries: readonly number[];
  readonly depth: number;
  readonly width: number;
}

/** Whole numbers so small that every sum of products is exact, in whatever order it is made. */
function problemOf({ rows, entries, depth, width }: Shape): Problem {
  const offsets = Int32Array.of(0, ...entries);
  for (let slot = 0; slot < entries.length; slot++)
    offsets[slot + 1] = (offsets[slot] ?? 0) + (entries[slot] ?? 0);
  const whole = (shape: [number, number], seed: number) =>
    tf.sub(tf.floor(tf.mul(statelessUniform(tf, shape, [seed, 1]), 9)), 4) as Tensor2D;
  const drawn = statelessUniform(tf, [rows, entries.length], [5, 5]).dataSync();
  const ids = Int32Array.from(drawn, (share, at) => {
    const slot = at % entries.length;
    // Squared: most rows name the first entries, many entries are named by none.
    return (offsets[slot] ?? 0) + Math.floor(share * share * (entries[slot] ?? 0));
  });
  return {
    table: whole([offsets.at(-1) ?? 0, depth], 2),
    kernel: whole([entries.length * depth, width], 3),
    ids: tf.tensor2d(ids, [rows, entries.length], 'int32'),
    offsets,
  };
}

function multiplied({ ids, offsets }: Problem, table: Tensor, kernel: Tensor, sorted = false): Tensor2D {
  const order = sorted ? sortLookups(tf, { ids, offsets }) : null;
  return lookupMatMul(tf, { table, ids, offsets, order }, kernel);
}

const gathered = ({ ids }: Problem, table: Tensor, kernel: Tensor) =>
  tf.matMul(tf.reshape(tf.gather(table as Tensor2D, ids), [ids.shape[0], -1]), kernel as Tensor2D);

/** The product, and the gradients of its sum weighted with whole numbers. */
function evaluated(problem: Problem, multiply: (table: Tensor, kernel: Tensor) => Tensor): number[][] {
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
    ['one slot', { rows: 90, entries: [6], depth: 2, width: 3 }],
  ] as const)('is the product with what is looked up, and so are its gradients: %s', (_, shape) => {
    const problem = problemOf(shape);
    const expected = evaluated(problem, (table, kernel) => gathered(problem, table, kernel));
    expect(evaluated(problem, (table, kernel) => multiplied(problem, table, kernel))).toEqual(expected);
    expect(evaluated(problem, (table, kernel) => multiplied(problem, table, kernel, true))).toEqual(expected);
  });

  it('gives a column the same bits whatever stands beside it', () => {
    const problem = problemOf({ rows: 50, entries: several(30, 20), depth: 8, width: 130 });
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
    const problem = problemOf({ rows: 50, entries: several(30, 20), depth: 8, width: 64 });
    const table = statelessUniform(tf, problem.table.shape, [1, 1]);
    const kernel = statelessUniform(tf, problem.kernel.shape, [2, 2]);
    const all = multiplied(problem, table, kernel);
    const alone = multiplied({ ...problem, ids: tf.slice(problem.ids, [31, 0], [1, -1]) }, table, kernel);
    expect(values(alone)).toEqual(values(tf.slice(all, [31, 0], [1, -1])));
  });

  it('takes a part of a table', () => {
    const problem = problemOf({ rows: 9, entries: [5, 5, 5], depth: 2, width: 4 });
    const own = {
      ...problem,
      ids: tf.slice(problem.ids, [0, 1], [-1, 1]),
      offsets: problem.offsets.slice(1, 3),
      kernel: tf.slice(problem.kernel, [2, 0], [2, -1]),
    };
    const expected = evaluated(own, (table, kernel) => gathered(own, table, kernel));
    for (const sorted of [false, true]) {
      expect(evaluated(own, (table, kernel) => multiplied(own, table, kernel, sorted))).toEqual(expected);
    }
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
    const { table, kernel, ids, offsets } = problemOf({ rows: 4, entries: [3, 3], depth: 2, width: 3 });
    const before = tf.memory().numTensors;
    const order = sortLookups(tf, { ids, offsets });
    expect(tf.memory().numTensors).toBe(before + 2);
    lookupMatMul(tf, { table, ids, offsets, order }, kernel);
    lookupMatMul(tf, { table, ids, offsets }, kernel);
    expect(tf.memory().numTensors).toBe(before + 4);
  });

  it('refuses an ID that is of another slot, by its row and slot', () => {
    const offsets = Int32Array.of(0, 2, 5);
    for (const [id, sort] of [
      [1, false],
      [5, false],
      [-1, true],
      [1, true],
    ] as const) {
      const ids = tf.tensor2d([0, 2, 0, id], [2, 2], 'int32');
      const run = sort
        ? () => sortLookups(tf, { ids, offsets })
        : () => lookupMatMul(tf, { table: tf.ones([5, 1]), ids, offsets }, tf.ones([2, 1]));
      expect(run).toThrow(
        expect.objectContaining({
          code: 'op-failed',
          message: expect.stringContaining(`ID ${id} of row 1, slot 1 is not in [2, 5)`),
        }),
      );
    }
  });

  it('refuses offsets that fall, or leave the table', () => {
    for (const [offsets, message] of [
      [Int32Array.of(0, 3, 2), 'the offsets fall at slot 1'],
      [Int32Array.of(0, 2, 6), 'the offsets are not in [0, 5]'],
      [Int32Array.of(-1, 2, 5), 'the offsets are not in [0, 5]'],
    ] as const) {
      const ids = tf.tensor2d([0, 2], [1, 2], 'int32');
      const run = () => lookupMatMul(tf, { table: tf.ones([5, 1]), ids, offsets }, tf.ones([2, 1]));
      expect(run).toThrow(
        expect.objectContaining({ code: 'op-failed', message: expect.stringContaining(message) }),
      );
    }
  });

  it('refuses shapes that do not fit', () => {
    const fits = {
      table: tf.ones([5, 3]),
      ids: tf.tensor2d([0, 2], [1, 2], 'int32'),
      offsets: Int32Array.of(0, 2, 5),
    };
    for (const [lookup, kernel] of [
      [fits, tf.ones([5, 1])],
      [{ ...fits, offsets: Int32Array.of(0, 5) }, tf.ones([6, 1])],
      [{ ...fits, ids: tf.ones([1, 2]) }, tf.ones([6, 1])],
      [{ ...fits, table: tf.ones([15]) }, tf.ones([6, 1])],
    ] as const) {
      expect(() => lookupMatMul(tf, lookup, kernel)).toThrow(
        expect.objectContaining({ code: 'shape-mismatch' }),
      );
    }
    for (const [ids, offsets] of [
      [fits.ids, Int32Array.of(0, 5)],
      [tf.ones([1, 2]), fits.offsets],
      [tf.tensor1d([0, 2], 'int32'), fits.offsets],
    ] as const) {
      expect(() => sortLookups(tf, { ids, offsets })).toThrow(
        expect.objectContaining({ code: 'shape-mismatch' }),
      );
    }
  });

  it.each([
    ['EspalierLookupSum', { table: [0, 2 ** 33], ids: [0, 0] }],
    ['EspalierLookupSum', { table: [0, 2 ** 30], ids: [2 ** 30, 0] }],
    ['EspalierLookupMatMul', { table: [0, 2 ** 33], ids: [0, 0], offsets: 1, kernel: [0, 1] }],
    ['EspalierLookupMatMul', { table: [0, 2 ** 30], ids: [2 ** 30, 0], offsets: 1, kernel: [0, 2 ** 30] }],
  ] as const)(
    'refuses an empty table or kernel of which %s would make more than there is memory: %o',
    (op, shapes) => {
      const { table, ids, ...others } = shapes;
      const inputs = [
        tf.zeros([...table]),
        tf.zeros([...ids], 'int32'),
        ...('offsets' in others
          ? [tf.zeros([others.offsets], 'int32'), tf.zeros([...others.kernel]), tf.zeros([0], 'int32')]
          : []),
      ];
      expect(() => executeOp(tf, op, {}, inputs)).toThrow(expect.objectContaining({ code: 'op-failed' }));
    },
  );

  it('refuses the order of other IDs', () => {
    const { table, kernel, ids, offsets } = problemOf({ rows: 4, entries: [3, 3], depth: 2, width: 3 });
    const order = sortLookups(tf, { ids: tf.reverse(ids, 0), offsets });
    expect(() => lookupMatMul(tf, { table, ids, offsets, order }, kernel)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('the order of other IDs') }),
    );
  });

  it('refuses what is no order, of which reading would go astray', () => {
    const { table, kernel, ids, offsets } = problemOf({ rows: 4, entries: [3, 3], depth: 2, width: 3 });
    const right = sortLookups(tf, { ids, offsets });
    const wrong = {
      'a row that is not there': { ...right, order: tf.fill([8], 4, 'int32') },
      'a row before the first': { ...right, order: tf.fill([8], -1, 'int32') },
      'begins that fall': { ...right, begins: tf.tensor1d([0, 4, 1, 4, 5, 4, 8], 'int32') },
      'an end beyond the last': { ...right, begins: tf.tensor1d([0, 0, 0, 4, 4, 4, 9], 'int32') },
      'a slot with rows of another': { ...right, begins: tf.tensor1d([0, 1, 2, 7, 7, 7, 8], 'int32') },
      'as of fewer rows': { ...right, order: tf.zeros([6], 'int32') },
      'as of fewer entries': { ...right, begins: tf.zeros([4], 'int32') },
    };
    for (const [name, order] of Object.entries(wrong)) {
      const loss = (by: Tensor) =>
        tf.sum(lookupMatMul(tf, { table, ids, offsets, order: order as never }, by)) as Scalar;
      expect(() => tf.grad(loss)(kernel), name).toThrow(expect.objectContaining({ code: 'op-failed' }));
    }
  });
});
