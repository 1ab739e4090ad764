/**
 * The network's ops on tfjs tensors, differentiable in the parameters.
 * Leaves memory to the caller's `tf.tidy`.
 */
import {
  embeddingGather,
  embeddingSum,
  type Lookup,
  lookupMatMul,
  lookupOrder,
  statelessUniform,
  type TensorFlow,
  usesGpu,
} from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { keyedHash } from '../keyed-hash.js';
import type { DroppedLayer, NetworkOps, SlotLookup } from './network-ops.js';
import { WrittenLookups } from './written-lookups.js';

/** Which dropout masks to draw: a function of seed, step, layer and position in the global batch, never of the rank. */
export type DropoutPosition =
  | {
      readonly step: number;
      /** Position of the first row within the global batch. */
      readonly globalOffset: number;
    }
  | TracedDropoutPosition;

/** The same as inputs of a compiled step: `dropoutPositions` gives what to feed. */
interface TracedDropoutPosition {
  /** int32 scalar. */
  readonly step: Tensor;
  /** int32 [layers, 4]. */
  readonly counters: Tensor;
  /** int32 [layers, 1]. */
  readonly leads: Tensor;
}

export interface DropoutKey {
  readonly seed: number;
  readonly position: DropoutPosition;
}

/** @param dropout null outside training */
export function tensorOps(
  tf: TensorFlow,
  parameters: ReadonlyMap<string, Tensor>,
  dropout: DropoutKey | null,
): NetworkOps<Tensor> {
  const lookups = new Map<SlotLookup<Tensor>, Lookup>();
  /** With an order that all layers over it share. */
  const lookupOf = (lookup: SlotLookup<Tensor>): Lookup => {
    const known = lookups.get(lookup);
    if (known !== undefined) return known;
    const { of, firstSlot, endSlot } = lookup;
    const slots = {
      ids:
        endSlot - firstSlot < of.offsets.length - 1
          ? ops.columns(of.ids, firstSlot, endSlot - firstSlot)
          : of.ids,
      offsets: of.offsets.slice(firstSlot, endSlot + 1),
    };
    const made = { table: of.table, ...slots, order: lookupOrder(tf, slots) };
    lookups.set(lookup, made);
    return made;
  };
  const ops: NetworkOps<Tensor> = {
    parameter({ name }) {
      const tensor = parameters.get(name);
      if (tensor === undefined) throw new RangeError(`There is no parameter "${name}".`);
      return tensor;
    },
    constant: (values, shape) => tf.tensor(values, [...shape]),
    lookup: (table, ids) => embeddingGather(tf, table, ids),
    flatten: (value, width) => tf.reshape(value, [-1, width]),
    lookupMatMul: (lookup, kernel) =>
      usesGpu(tf)
        ? tf.matMul(written.of(lookup) as Tensor2D, kernel as Tensor2D)
        : lookupMatMul(tf, lookupOf(lookup), kernel),
    lookupSum: (table, ids) => embeddingSum(tf, table, ids),
    matMul: (a, b) => tf.matMul(a, b),
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    relu: (value) => tf.relu(value),
    softmax: (value) => tf.softmax(value),
    sigmoid: (value) => tf.sigmoid(value),
    clip: (value, low, high) => tf.clipByValue(value, low, high),
    zeroWhereNaN: (probe, value) => tf.where(tf.isNaN(probe), tf.zerosLike(value), value),
    concat: (values) => (values.length === 1 ? (values[0] as Tensor) : tf.concat([...values], -1)),
    stack: (values, width) => tf.reshape(tf.concat([...values], -1), [-1, values.length, width]),
    weightedSum: (stacked, weights, { parts }) =>
      tf.sum(tf.mul(stacked, tf.reshape(weights, [-1, parts, 1])), 1),
    columns: (value, first, width) => tf.slice(value, [0, first], [-1, width]),
    rowSums: (value) => tf.sum(value, 1, true),
    dropout: (value, layer) => {
      if (dropout === null || layer.dropRate === 0) return value;
      return tf.mul(value, keptScale(tf, value.shape, layer, dropout));
    },
    dropoutWhole: (value, layer) => {
      if (dropout === null || layer.dropRate === 0) return value;
      const [rows = 0] = value.shape;
      return tf.mul(value, tf.expandDims(keptScale(tf, [rows, layer.width], layer, dropout), 2));
    },
  };
  const written = new WrittenLookups(ops);
  return ops;
}

/** 0 where a number is dropped, else what keeps the mean (inverted dropout). */
function keptScale(
  tf: TensorFlow,
  shape: readonly number[],
  layer: DroppedLayer,
  dropout: DropoutKey,
): Tensor {
  const uniform = drawUniform(tf, shape, layer, dropout);
  const kept = tf.cast(tf.greaterEqual(uniform, layer.dropRate), 'float32');
  return tf.mul(kept, 1 / (1 - layer.dropRate));
}

function drawUniform(
  tf: TensorFlow,
  shape: readonly number[],
  layer: DroppedLayer,
  dropout: DropoutKey,
): Tensor {
  const { position } = dropout;
  const layerKey = keyedHash(dropout.seed >>> 0, layer.index);
  if ('globalOffset' in position) {
    const firstElement = position.globalOffset * layer.width;
    return statelessUniform(tf, shape, [layerKey, position.step], { firstElement });
  }
  // In the order of seedWords: low word first, which is the step.
  const seed = tf.stack([position.step, tf.scalar(layerKey | 0, 'int32')]);
  const row = (of: Tensor, width: number) => tf.reshape(tf.slice(of, [layer.index, 0], [1, width]), [width]);
  const firstElement = { counter: row(position.counters, 4), lead: row(position.leads, 1) };
  return statelessUniform(tf, shape, seed, { firstElement });
}
