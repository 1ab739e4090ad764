import { resolveNativePart } from '@espalier/native';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { executeOp, loadTensorFlow, lookupMatMul, lookupOrder, type TensorFlow } from './index.js';
import { lookupProblem } from './testing/lookup-problem.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

describe('lookupMatMul', () => {
  it('refuses an ID that is of another slot, by its row and slot', () => {
    const offsets = Int32Array.of(0, 2, 5);
    for (const id of [1, 5, -1]) {
      const ids = tf.tensor2d([0, 2, 0, id], [2, 2], 'int32');
      const message = expect.stringContaining(`ID ${id} of row 1, slot 1 is not in [2, 5)`);
      const refusal = expect.objectContaining({ code: 'op-failed', message });
      const lookup = { table: tf.ones([5, 1]), ids, offsets };
      expect(() => lookupMatMul(tf, lookup, tf.ones([2, 1]))).toThrow(refusal);
      expect(() => lookupOrder(tf, { ids, offsets })).toThrow(refusal);
    }
  });

  it('refuses such an ID whatever the order says, which is that of others', () => {
    const offsets = tf.tensor1d([0, 2, 5], 'int32');
    const begins = tf.tensor1d([0, 1, 2, 3, 4, 4], 'int32');
    for (const [id, slot] of [
      [-1, 0],
      [2, 0],
      [1, 1],
      [5, 1],
      [2 ** 31 - 1, 1],
    ] as const) {
      const ids = tf.tensor2d(slot === 0 ? [0, 2, id, 2] : [0, 2, 0, id], [2, 2], 'int32');
      const inputs = [tf.ones([5, 1]), ids, offsets, tf.ones([2, 1]), begins];
      expect(() => executeOp(tf, 'EspalierLookupMatMul', {}, inputs)).toThrow(
        expect.objectContaining({
          message: expect.stringContaining(`ID ${id} of row 1, slot ${slot} is not in`),
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
  });

  it('refuses empty tensors that are larger than can be counted', () => {
    const [large, larger] = [2 ** 31 - 1, 2 ** 31];
    const none = tf.zeros([0], 'int32');
    const sum = (width: number, rows: number) =>
      executeOp(tf, 'EspalierLookupSum', {}, [tf.zeros([0, width]), tf.zeros([rows, 0], 'int32')]);
    const product = (depth: number, rows: number, width: number) => {
      const inputs = [
        tf.zeros([0, depth]),
        tf.zeros([rows, 0], 'int32'),
        tf.zeros([1], 'int32'),
        tf.zeros([0, width]),
        tf.zeros([1], 'int32'),
      ];
      return executeOp(tf, 'EspalierLookupMatMul', {}, inputs);
    };
    const gradient = (depth: number) =>
      executeOp(
        tf,
        'EspalierLookupMatMulGradient',
        {},
        [
          tf.zeros([0, depth]),
          tf.zeros([5], 'int32'),
          tf.zeros([0, 16]),
          none,
          tf.zeros([1], 'int32'),
          tf.zeros([0, 16]),
        ],
        2,
      );
    for (const run of [() => sum(larger, 0), () => product(larger, 0, 1), () => gradient(2 ** 62)]) {
      expect(run).toThrow(
        expect.objectContaining({ message: expect.stringContaining('is larger than an int32 counts') }),
      );
    }
    for (const run of [() => sum(large, large), () => product(1, large, large)]) {
      expect(run).toThrow(expect.objectContaining({ code: 'op-failed' }));
    }
  });

  it('refuses the order of other IDs', () => {
    const { table, kernel, ids, offsets } = lookupProblem(tf, {
      rows: 4,
      entries: [3, 3],
      depth: 2,
      width: 3,
    });
    const refusal = expect.objectContaining({ message: expect.stringContaining('the order of other IDs') });
    const order = lookupOrder(tf, { ids: tf.reverse(ids, 0), offsets });
    expect(() => lookupMatMul(tf, { table, ids, offsets, order }, kernel)).toThrow(refusal);
    const changing = tf.variable(ids, false) as Tensor;
    const before = { ids: changing, offsets };
    const lookup = { table, ...before, order: lookupOrder(tf, before) };
    expect(lookupMatMul(tf, lookup, kernel).shape).toEqual([4, 3]);
    (changing as Variable).assign(tf.reverse(ids, 0));
    expect(() => lookupMatMul(tf, lookup, kernel)).toThrow(refusal);
  });

  it('refuses what is no order, of which reading would go astray', () => {
    const { table, kernel, ids, offsets } = lookupProblem(tf, {
      rows: 4,
      entries: [3, 3],
      depth: 2,
      width: 3,
    });
    const { rows: order, begins } = lookupOrder(tf, { ids, offsets });
    const whole = (numbers: readonly number[]) => tf.tensor1d([...numbers], 'int32');
    const gradient = (rows: Tensor, from: Tensor) => {
      const inputs = [table, whole([...offsets]), kernel, rows, from, tf.ones([4, 3])];
      return executeOp(tf, 'EspalierLookupMatMulGradient', {}, inputs, 2);
    };
    const product = (from: Tensor) =>
      executeOp(tf, 'EspalierLookupMatMul', {}, [table, ids, whole([...offsets]), kernel, from]);
    expect(gradient(order, begins)).toHaveLength(2);
    expect(product(begins)).toHaveLength(1);
    const wrong = {
      'a row that is not there': [tf.fill([4], 4 | (4 << 16), 'int32'), begins],
      'one row that is not there': [whole([0, 1 | (2 << 16), 3 | (4 << 16), 0]), begins],
      'begins that fall': [order, whole([0, 4, 1, 4, 5, 4, 8])],
      'an end beyond the last': [order, whole([0, 0, 0, 4, 4, 4, 9])],
      'a slot with rows of another': [order, whole([0, 1, 2, 7, 7, 7, 8])],
      'as of fewer rows': [tf.zeros([3], 'int32'), begins],
      'as of fewer entries': [order, tf.zeros([4], 'int32')],
    } as const;
    for (const [name, [rows, from]] of Object.entries(wrong)) {
      const message = expect.stringMatching(/the order is (?:none )?of these lookups/);
      const refusal = expect.objectContaining({ code: 'op-failed', message });
      expect(() => gradient(rows, from), name).toThrow(refusal);
      if (from !== begins) expect(() => product(from), name).toThrow(refusal);
    }
  });

  it('refuses what is no order of more rows than 16 bits count', () => {
    const rows = 65_537;
    const { table, kernel, ids, offsets } = lookupProblem(tf, { rows, entries: [3], depth: 1, width: 1 });
    const { rows: order, begins } = lookupOrder(tf, { ids, offsets });
    const gradient = (of: Tensor) => {
      const inputs = [table, tf.tensor1d([...offsets], 'int32'), kernel, of, begins, tf.ones([rows, 1])];
      return executeOp(tf, 'EspalierLookupMatMulGradient', {}, inputs, 2);
    };
    expect(gradient(order)).toHaveLength(2);
    for (const row of [-1, rows]) {
      expect(() => gradient(tf.fill([rows], row, 'int32'))).toThrow(
        expect.objectContaining({ message: expect.stringContaining('the order is none of these lookups') }),
      );
    }
  });
});
