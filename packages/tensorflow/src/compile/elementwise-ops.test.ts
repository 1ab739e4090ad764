import { resolveNativePart } from '@espalier/native';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow, type TensorFlow } from '../index.js';
import { type ComparableOp, opFamily, rounding } from '../testing/op-family.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

const near = { tolerance: rounding };
const noGradient = { gradients: false };

const arithmetic = opFamily(
  { a: { shape: [4, 6] }, b: { shape: [4, 6] }, row: { shape: [6] }, one: { shape: [] } },
  {
    add: (tf, { a, b }) => tf.add(a, b),
    'add, broadcast': (tf, { a, row }) => tf.add(a, row),
    'add, scalar': (tf, { a, one }) => tf.add(a, one),
    sub: (tf, { a, b }) => tf.sub(a, b),
    'sub, broadcast': (tf, { a, row }) => tf.sub(row, a),
    mul: (tf, { a, b }) => tf.mul(a, b),
    'mul, broadcast': (tf, { a, row }) => tf.mul(a, row),
    'mul, scalar': (tf, { a, one }) => tf.mul(a, one),
    div: (tf, { a, b }) => tf.div(a, b),
    'div, broadcast': (tf, { a, row }) => tf.div(a, row),
    'div by a constant': [(tf, { a }) => tf.div(a, 255), near],
    divNoNan: [(tf, { a, b }) => tf.divNoNan(a, b), noGradient],
    floorDiv: (tf, { a, b }) => tf.floorDiv(a, b),
    mod: (tf, { a, b }) => tf.mod(a, b),
    pow: [(tf, { a, b }) => tf.pow(tf.abs(a), b), near],
    'pow, number': [(tf, { a }) => tf.pow(a, 3), near],
    maximum: (tf, { a, b }) => tf.maximum(a, b),
    'maximum, broadcast': [(tf, { a, row }) => tf.maximum(a, row), noGradient],
    minimum: (tf, { a, b }) => tf.minimum(a, b),
    squaredDifference: (tf, { a, b }) => tf.squaredDifference(a, b),
    atan2: (tf, { a, b }) => tf.atan2(a, b),
    addN: [(tf, { a, b }) => tf.addN([a, b, a]), near],
    'numbers on the left': (tf, { a }) => tf.sub(1, tf.div(2, a)),
  },
);

const functions = opFamily(
  { a: { shape: [4, 6] } },
  {
    abs: (tf, { a }) => tf.abs(a),
    neg: (tf, { a }) => tf.neg(a),
    square: (tf, { a }) => tf.square(a),
    sqrt: (tf, { a }) => tf.sqrt(tf.add(tf.abs(a), 0.1)),
    rsqrt: (tf, { a }) => tf.rsqrt(tf.add(tf.abs(a), 0.1)),
    reciprocal: (tf, { a }) => tf.reciprocal(a),
    exp: (tf, { a }) => tf.exp(a),
    expm1: (tf, { a }) => tf.expm1(a),
    log: (tf, { a }) => tf.log(tf.add(tf.abs(a), 0.1)),
    log1p: (tf, { a }) => tf.log1p(tf.abs(a)),
    sign: (tf, { a }) => tf.sign(a),
    floor: (tf, { a }) => tf.floor(a),
    ceil: (tf, { a }) => tf.ceil(a),
    round: (tf, { a }) => tf.round(a),
    sin: (tf, { a }) => tf.sin(a),
    cos: (tf, { a }) => tf.cos(a),
    tan: (tf, { a }) => tf.tan(tf.mul(a, 0.4)),
    asin: [(tf, { a }) => tf.asin(tf.mul(a, 0.4)), near],
    acos: [(tf, { a }) => tf.acos(tf.mul(a, 0.4)), near],
    atan: (tf, { a }) => tf.atan(a),
    sinh: (tf, { a }) => tf.sinh(a),
    cosh: (tf, { a }) => tf.cosh(a),
    tanh: (tf, { a }) => tf.tanh(a),
    asinh: [(tf, { a }) => tf.asinh(a), near],
    acosh: [(tf, { a }) => tf.acosh(tf.add(tf.abs(a), 1.1)), near],
    atanh: (tf, { a }) => tf.atanh(tf.mul(a, 0.4)),
    erf: [(tf, { a }) => tf.erf(a), near],
    clipByValue: (tf, { a }) => tf.clipByValue(a, -1, 0.5),
    step: (tf, { a }) => tf.step(a, 0.25),
  },
);

const activations = opFamily(
  { a: { shape: [4, 6] }, alpha: { shape: [6] } },
  {
    relu: (tf, { a }) => tf.relu(a),
    relu6: (tf, { a }) => tf.relu6(a),
    elu: (tf, { a }) => tf.elu(a),
    selu: (tf, { a }) => tf.selu(a),
    sigmoid: [(tf, { a }) => tf.sigmoid(a), near],
    logSigmoid: [(tf, { a }) => tf.logSigmoid(a), near],
    softplus: [(tf, { a }) => tf.softplus(a), near],
    leakyRelu: (tf, { a }) => tf.leakyRelu(a, 0.1),
    prelu: (tf, { a, alpha }) => tf.prelu(a, tf.reshape(alpha, [1, 6]) as typeof a),
    swish: [(tf, { a }) => tf.mul(a, tf.sigmoid(a)), near],
    'hard sigmoid': [(tf, { a }) => tf.clipByValue(tf.add(tf.mul(a, 0.2), 0.5), 0, 1), near],
  },
);

const pairs = { i: { shape: [4, 6], dtype: 'int32' }, j: { shape: [4, 6], dtype: 'int32' } } as const;
const bools = { p: { shape: [4, 6], dtype: 'bool' }, q: { shape: [4, 6], dtype: 'bool' } } as const;

const comparisons = opFamily(
  { a: { shape: [4, 6] }, b: { shape: [4, 6] }, ...pairs, ...bools },
  {
    equal: (tf, { i, j }) => tf.equal(i, j),
    notEqual: (tf, { i, j }) => tf.notEqual(i, j),
    greater: (tf, { a, b }) => tf.greater(a, b),
    greaterEqual: (tf, { i, j }) => tf.greaterEqual(i, j),
    less: (tf, { a, b }) => tf.less(a, b),
    lessEqual: (tf, { i, j }) => tf.lessEqual(i, j),
    logicalAnd: (tf, { p, q }) => tf.logicalAnd(p, q),
    logicalOr: (tf, { p, q }) => tf.logicalOr(p, q),
    logicalXor: (tf, { p, q }) => tf.logicalXor(p, q),
    logicalNot: (tf, { p }) => tf.logicalNot(p),
    all: (tf, { p }) => tf.all(p, 1),
    any: (tf, { p }) => tf.any(p, 1),
    isNaN: (tf, { a }) => tf.isNaN(tf.sqrt(a)),
    isInf: (tf, { a }) => tf.isInf(tf.div(a, 0)),
    isFinite: (tf, { a }) => tf.isFinite(tf.log(a)),
    argMax: (tf, { a }) => tf.argMax(a, 1),
    argMin: (tf, { a }) => tf.argMin(a, 1),
    topk: (tf, { a }) => Object.values(tf.topk(a, 3)),
    accuracy: (tf, { a, i }) => tf.mean(tf.cast(tf.equal(tf.argMax(a, 1), tf.max(i, 1)), 'float32')),
  },
  noGradient,
);

const dtypes = opFamily(
  {
    a: { shape: [4, 6] },
    ...pairs,
    ...bools,
    bytes: { shape: [4, 6], dtype: 'uint8' },
    shorts: { shape: [4, 6], dtype: 'uint16' },
    words: { shape: [4, 6], dtype: 'uint32' },
  },
  {
    'int32 add, mul, sub': (tf, { i, j }) => tf.sub(tf.mul(tf.add(i, j), i), tf.scalar(2, 'int32')),
    'int32 div': (tf, { i, j }) => tf.div(i, tf.add(j, tf.scalar(1, 'int32'))),
    'int32 floorDiv': (tf, { i, j }) => tf.floorDiv(i, tf.add(j, tf.scalar(1, 'int32'))),
    'int32 mod': (tf, { i, j }) => tf.mod(i, tf.add(j, tf.scalar(1, 'int32'))),
    'int32 maximum': (tf, { i, j }) => tf.maximum(i, j),
    'int32 sum and mean': (tf, { i }) => [tf.sum(i, 1), tf.mean(i, 1)],
    'int32 where': (tf, { p, i, j }) => tf.where(p, i, j),
    'sum of bools': (tf, { p }) => tf.sum(p),
    'float32 times int32': (tf, { a, i }) => tf.mul(a, i),
    'int32 to float32': (tf, { i }) => tf.cast(i, 'float32'),
    'float32 to int32': (tf, { a }) => tf.cast(a, 'int32'),
    'bool to float32 and int32': (tf, { p }) => [tf.cast(p, 'float32'), tf.cast(p, 'int32')],
    'float32 to bool': (tf, { a }) => tf.cast(a, 'bool'),
    'unsigned inputs': (tf, { bytes, shorts, words }) => tf.add(tf.mul(bytes, shorts), words),
    'unsigned to float32': (tf, { bytes }) => tf.mul(tf.cast(bytes, 'float32'), 0.5),
    'constants made in the step': (tf) => [tf.range(0, 5), tf.linspace(0, 1, 4), tf.fill([2], 3), tf.eye(3)],
  },
  noGradient,
);

const families: Readonly<Record<string, readonly ComparableOp[]>> = {
  arithmetic,
  functions,
  activations,
  comparisons,
  dtypes,
};

describe.each(Object.entries(families))('eager and compiled: %s', (_, ops) => {
  it.each([...ops])('$name', async (op) => {
    const { difference, where } = await op.compare(tf);
    expect(difference, where).toBeLessThanOrEqual(op.tolerance);
  });
});
