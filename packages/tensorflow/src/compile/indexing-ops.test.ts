import { resolveNativePart } from '@espalier/native';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  embeddingGather,
  embeddingSum,
  loadTensorFlow,
  lookupMatMul,
  lookupOrder,
  type TensorFlow,
} from '../index.js';
import { type ComparableOp, opFamily } from '../testing/op-family.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

const noGradient = { gradients: false };

const slicing = opFamily(
  { a: { shape: [4, 6] }, b: { shape: [4, 6] }, image: { shape: [1, 4, 4, 3] } },
  {
    reshape: (tf, { a }) => tf.reshape(a, [2, -1]),
    'expandDims and squeeze': (tf, { a }) => tf.squeeze(tf.expandDims(a, 1)),
    slice: (tf, { a }) => tf.slice(a, [1, 2], [2, 3]),
    stridedSlice: [(tf, { a }) => tf.stridedSlice(a, [0, 5], [4, 0], [2, -2]), noGradient],
    concat: (tf, { a, b }) => tf.concat([a, b], 1),
    stack: (tf, { a, b }) => tf.stack([a, b], 1),
    unstack: (tf, { a }) => tf.unstack(a, 1),
    split: (tf, { a }) => tf.split(a, [1, 2, 3], 1),
    pad: (tf, { a }) =>
      tf.pad(
        a,
        [
          [1, 0],
          [0, 2],
        ],
        0.5,
      ),
    mirrorPad: (tf, { a }) =>
      tf.mirrorPad(
        a,
        [
          [1, 1],
          [0, 2],
        ],
        'reflect',
      ),
    tile: (tf, { a }) => tf.tile(a, [2, 3]),
    reverse: (tf, { a }) => tf.reverse(a, 1),
    broadcastTo: (tf, { a }) => tf.broadcastTo(tf.expandDims(a, 1), [4, 3, 6]),
    spaceToBatchND: (tf, { image }) =>
      tf.spaceToBatchND(
        image,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    batchToSpaceND: (tf, { image }) =>
      tf.batchToSpaceND(
        tf.tile(image, [4, 1, 1, 1]),
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    'zerosLike and onesLike': (tf, { a, b }) => tf.add(tf.mul(tf.onesLike(a), b), tf.zerosLike(a)),
  },
);

const gathering = opFamily(
  {
    table: { shape: [4, 3] },
    rows: { shape: [5], dtype: 'int32' },
    grid: { shape: [2, 5], dtype: 'int32' },
    places: { shape: [5, 1], dtype: 'int32' },
    a: { shape: [5, 3] },
    b: { shape: [5, 3] },
    mask: { shape: [5, 3], dtype: 'bool' },
  },
  {
    gather: (tf, { table, rows }) => tf.gather(table, rows),
    'gather, 2-D': (tf, { table, grid }) => tf.gather(table, grid),
    'gather, axis 1': (tf, { table, rows }) => tf.gather(tf.transpose(table), rows, 1),
    gatherND: [(tf, { table, places }) => tf.gatherND(table, places), noGradient],
    embeddingGather: (tf, { table, grid }) => embeddingGather(tf, table, grid),
    embeddingSum: (tf, { table, grid }) => embeddingSum(tf, table, grid),
    lookupMatMul: (tf, { table, places, a }) =>
      lookupMatMul(tf, { table, ids: places, offsets: Int32Array.of(0, 4) }, tf.transpose(a)),
    'lookupMatMul, several slots, twice by one order': (tf, { table, places, a, b }) => {
      const ids = tf.concat([places, tf.add(places, tf.scalar(4, 'int32'))], 1);
      const offsets = Int32Array.of(0, 4, 8);
      const lookup = { table: tf.concat([table, table]), ids, offsets };
      const order = lookupOrder(tf, { ids, offsets });
      return [a, b].map((each) =>
        lookupMatMul(tf, { ...lookup, order }, tf.concat([tf.transpose(each), tf.transpose(b)])),
      );
    },
    oneHot: (tf, { rows, a }) => tf.mul(tf.oneHot(rows, 3), a),
    'oneHot, values': (tf, { rows }) => tf.oneHot(rows, 4, 2, -1, 'int32'),
    unsortedSegmentSum: (tf, { a, rows }) => tf.unsortedSegmentSum(a, rows, 4),
    'unsortedSegmentSum, some left out': (tf, { a, rows }) =>
      tf.unsortedSegmentSum(a, tf.sub(rows, tf.scalar(1, 'int32')), 4),
    scatterND: [(tf, { a, places }) => tf.scatterND(places, a, [4, 3]), noGradient],
    bincount: [(tf, { rows }) => tf.bincount(rows, tf.ones([5]), 4), noGradient],
    confusionMatrix: (tf, { rows }) => tf.math.confusionMatrix(rows, tf.reverse(rows), 4),
    where: (tf, { mask, a, b }) => tf.where(mask, a, b),
    'where over a comparison': [(tf, { a, b }) => tf.where(tf.greater(a, b), a, tf.mul(b, 0.5)), noGradient],
    'where, rows broadcast': (tf, { rows, a, b }) => tf.where(tf.greater(tf.reshape(rows, [5, 1]), 1), a, b),
  },
);

const families: Readonly<Record<string, readonly ComparableOp[]>> = { slicing, gathering };

describe.each(Object.entries(families))('eager and compiled: %s', (_, ops) => {
  it.each([...ops])('$name', async (op) => {
    const { difference, where } = await op.compare(tf);
    expect(difference, where).toBeLessThanOrEqual(op.tolerance);
  });
});
