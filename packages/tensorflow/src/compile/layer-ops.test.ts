import { resolveNativePart } from '@espalier/native';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow, type TensorFlow } from '../index.js';
import { type ComparableOp, opFamily, rounding } from '../testing/op-family.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

/** Products and convolutions may be computed by other kernels when they are fused. */
const near = { tolerance: 1e-5 };

const products = opFamily(
  {
    a: { shape: [4, 6] },
    b: { shape: [6, 5] },
    batch: { shape: [3, 4, 6] },
    other: { shape: [3, 6, 5] },
    bias: { shape: [5] },
    vector: { shape: [6] },
  },
  {
    matMul: (tf, { a, b }) => tf.matMul(a, b),
    'matMul, both transposed': (tf, { a, b }) => tf.matMul(b, a, true, true),
    'matMul of a transpose': (tf, { a, b }) => tf.matMul(tf.transpose(a), b, true),
    batchMatMul: (tf, { batch, other }) => tf.matMul(batch, other),
    'batchMatMul, transposed': (tf, { batch, other }) => tf.matMul(other, batch, true, true),
    'batchMatMul, broadcast': [(tf, { batch, b }) => tf.matMul(batch, b as never), { gradients: false }],
    dot: (tf, { a, vector }) => tf.dot(a, vector),
    outerProduct: (tf, { vector, bias }) => tf.outerProduct(vector, bias),
    einsum: [(tf, { batch, other }) => tf.einsum('bij,bjk->bik', batch, other), { gradients: false }],
    'fused matMul with bias and relu': (tf, { a, b, bias }) =>
      tf.fused.matMul({ a, b, bias, activation: 'relu' }),
    'matMul, then bias and relu': (tf, { a, b, bias }) => tf.relu(tf.add(tf.matMul(a, b), bias)),
    'complex numbers inside': [
      (tf, { a }) => [
        tf.abs(tf.complex(a, tf.mul(a, 2))),
        tf.real(tf.spectral.rfft(a)),
        tf.imag(tf.spectral.rfft(a)),
      ],
      { gradients: false },
    ],
    transpose: (tf, { batch }) => tf.transpose(batch, [2, 0, 1]),
  },
  near,
);

const convolutions = opFamily(
  {
    image: { shape: [2, 8, 8, 3] },
    kernel: { shape: [3, 3, 3, 4] },
    depthwise: { shape: [3, 3, 3, 2] },
    pointwise: { shape: [1, 1, 6, 4] },
    line: { shape: [2, 9, 3] },
    lineKernel: { shape: [3, 3, 4] },
    volume: { shape: [1, 4, 4, 4, 2] },
    volumeKernel: { shape: [2, 2, 2, 2, 3] },
    bias: { shape: [4] },
  },
  {
    'conv2d, same': (tf, { image, kernel }) => tf.conv2d(image, kernel, 1, 'same'),
    'conv2d, valid, stride 2': (tf, { image, kernel }) => tf.conv2d(image, kernel, 2, 'valid'),
    conv1d: (tf, { line, lineKernel }) => tf.conv1d(line, lineKernel, 1, 'same'),
    conv3d: (tf, { volume, volumeKernel }) => tf.conv3d(volume, volumeKernel, 1, 'same'),
    conv2dTranspose: (tf, { image, kernel }) =>
      tf.conv2dTranspose(image, tf.transpose(kernel, [0, 1, 3, 2]), [2, 16, 16, 4], 2, 'same'),
    depthwiseConv2d: (tf, { image, depthwise }) => tf.depthwiseConv2d(image, depthwise, 1, 'same'),
    separableConv2d: (tf, { image, depthwise, pointwise }) =>
      tf.separableConv2d(image, depthwise, pointwise, 1, 'same'),
    'fused conv2d with bias and relu': (tf, { image, kernel, bias }) =>
      tf.fused.conv2d({ x: image, filter: kernel, strides: 1, pad: 'same', bias, activation: 'relu' }),
    maxPool: (tf, { image }) => tf.maxPool(image, 2, 2, 'valid'),
    avgPool: (tf, { image }) => tf.avgPool(image, 3, 2, 'same'),
    maxPool3d: (tf, { volume }) => tf.maxPool3d(volume, 2, 2, 'valid'),
    avgPool3d: (tf, { volume }) => tf.avgPool3d(volume, 2, 2, 'valid'),
    resizeBilinear: (tf, { image }) => tf.image.resizeBilinear(image, [5, 6]),
    resizeNearestNeighbor: (tf, { image }) => tf.image.resizeNearestNeighbor(image, [5, 6]),
    localResponseNormalization: (tf, { image }) => tf.localResponseNormalization(image),
    depthToSpace: [(tf, { image }) => tf.depthToSpace(tf.tile(image, [1, 1, 1, 4]), 2), { gradients: false }],
  },
  near,
);

const reductions = opFamily(
  { a: { shape: [4, 6, 3] } },
  {
    sum: (tf, { a }) => tf.sum(a),
    'sum, axis': (tf, { a }) => tf.sum(a, 1),
    'sum, axes kept': (tf, { a }) => tf.sum(a, [0, 2], true),
    mean: (tf, { a }) => tf.mean(a),
    'mean, axis': (tf, { a }) => tf.mean(a, -1),
    max: (tf, { a }) => tf.max(a, 1),
    min: (tf, { a }) => tf.min(a, 1),
    prod: (tf, { a }) => tf.prod(a, 1),
    logSumExp: (tf, { a }) => tf.logSumExp(a, 1),
    norm: (tf, { a }) => tf.norm(a, 'euclidean', 1),
    'norm, 1': (tf, { a }) => tf.norm(a, 1, 1),
    moments: (tf, { a }) => Object.values(tf.moments(a, [0, 1])),
    cumsum: (tf, { a }) => tf.cumsum(a, 2),
    'cumsum, exclusive, reversed': [(tf, { a }) => tf.cumsum(a, 1, true, true), { gradients: false }],
    cumprod: [(tf, { a }) => tf.cumprod(a, 1), { gradients: false }],
  },
  { tolerance: rounding },
);

const normalisations = opFamily(
  { a: { shape: [4, 6] }, image: { shape: [2, 4, 4, 6] }, row: { shape: [6] } },
  {
    softmax: (tf, { a }) => tf.softmax(a),
    logSoftmax: (tf, { a }) => tf.logSoftmax(a),
    'batchNorm over moments': (tf, { a, row }) => {
      const { mean, variance } = tf.moments(a, 0);
      return tf.batchNorm(a, mean as typeof row, variance as typeof row, row, tf.square(row), 1e-3);
    },
    'batchNorm of images': (tf, { image, row }) => {
      const { mean, variance } = tf.moments(image, [0, 1, 2]);
      return tf.batchNorm(image, mean as typeof row, variance as typeof row, row, row);
    },
    'layer normalisation by ops': (tf, { a, row }) => {
      const { mean, variance } = tf.moments(a, 1, true);
      return tf.mul(tf.mul(tf.sub(a, mean), tf.rsqrt(tf.add(variance, 1e-3))), row);
    },
  },
  near,
);

const losses = opFamily(
  { logits: { shape: [4, 6] }, scores: { shape: [4, 6] } },
  {
    absoluteDifference: (tf, { logits, scores }) => tf.losses.absoluteDifference(tf.sigmoid(scores), logits),
    'weighted loss': [
      (tf, { logits, scores }) => tf.losses.computeWeightedLoss(logits, tf.sigmoid(scores)),
      { gradients: false },
    ],
    cosineDistance: (tf, { logits, scores }) => tf.losses.cosineDistance(tf.sigmoid(scores), logits, 1),
    hingeLoss: (tf, { logits, scores }) => tf.losses.hingeLoss(tf.sigmoid(scores), logits),
    huberLoss: (tf, { logits, scores }) => tf.losses.huberLoss(tf.sigmoid(scores), logits),
    logLoss: (tf, { logits, scores }) => tf.losses.logLoss(tf.sigmoid(scores), tf.sigmoid(logits)),
    meanSquaredError: (tf, { logits, scores }) => tf.losses.meanSquaredError(tf.sigmoid(scores), logits),
    sigmoidCrossEntropy: (tf, { logits, scores }) =>
      tf.losses.sigmoidCrossEntropy(tf.sigmoid(scores), logits),
    softmaxCrossEntropy: (tf, { logits, scores }) =>
      tf.losses.softmaxCrossEntropy(tf.softmax(scores), logits),
  },
  { tolerance: rounding },
);

const families: Readonly<Record<string, readonly ComparableOp[]>> = {
  products,
  convolutions,
  reductions,
  normalisations,
  losses,
};

describe.each(Object.entries(families))('eager and compiled: %s', (_, ops) => {
  it.each([...ops])('$name', async (op) => {
    const { difference, where } = await op.compare(tf);
    expect(difference, where).toBeLessThanOrEqual(op.tolerance);
  });
});
