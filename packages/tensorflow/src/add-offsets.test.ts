import { resolveNativePart } from '@espalier/native';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { addOffsets, compileStep, loadTensorFlow } from './index.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });

/** Wider than any vector, and no multiple of one. */
const columns = 37;
const rows = 5;
const offsets = Int32Array.from({ length: columns }, (_, column) => 1000 * column - 3);
const arrays = { uint8: Uint8Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array } as const;
type Dtype = keyof typeof arrays;
const largest: Readonly<Record<Dtype, number>> = { uint8: 255, uint16: 65_535, int32: 1e6, uint32: 1e6 };

function numbersOf<D extends Dtype>(dtype: D): InstanceType<(typeof arrays)[D]> {
  const numbers = Array.from({ length: rows * columns }, (_, at) => (at % 3 === 0 ? largest[dtype] : at));
  return new arrays[dtype](numbers) as InstanceType<(typeof arrays)[D]>;
}

const sumsOf = (numbers: ArrayLike<number>) =>
  Int32Array.from(numbers, (value, index) => value + (offsets[index % columns] as number));

describe('addOffsets', () => {
  it('adds to each column its own, at once', () => {
    const numbers = numbersOf('int32');
    const before = tf.memory().numTensors;
    const given = tf.tensor2d(numbers, [rows, columns], 'int32');
    expect(addOffsets(tf, given, offsets).dataSync()).toEqual(sumsOf(numbers));
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(addOffsets(tf, tf.zeros([0, columns], 'int32'), offsets).shape).toEqual([0, columns]);
  });

  it.each(Object.keys(arrays) as Dtype[])('reads what a compiled step is fed of %s', async (dtype) => {
    const numbers = numbersOf(dtype);
    const body = ({ x }: Readonly<Record<string, Tensor>>) => ({
      sums: addOffsets(tf, x as Tensor, offsets),
      both: tf.add(addOffsets(tf, x as Tensor, offsets), x as Tensor),
    });
    const step = await compileStep(tf, body, { inputs: { x: { shape: [rows, columns], dtype } } });
    const { sums, both } = step.runSync({ x: numbers });
    expect(sums?.values).toEqual(sumsOf(numbers));
    expect(both?.values).toEqual(sumsOf(numbers).map((sum, index) => sum + (numbers[index] as number)));
    step.dispose();
  });

  it('widens no input that it can read as it is', async () => {
    const opsOf = async (dtype: Dtype) => {
      const body = ({ x }: Readonly<Record<string, Tensor>>) => ({
        sums: addOffsets(tf, x as Tensor, offsets),
      });
      const inputs = { x: { shape: [rows, columns], dtype } };
      const step = await compileStep(tf, body, { inputs });
      const { metadata } = await step.runTraced({ x: numbersOf(dtype) });
      step.dispose();
      return Buffer.concat(metadata).toString('latin1').includes('Cast');
    };
    expect([await opsOf('uint8'), await opsOf('uint16'), await opsOf('uint32')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('refuses other shapes and dtypes', () => {
    const refusal = expect.objectContaining({ code: 'shape-mismatch' });
    for (const numbers of [tf.ones([2, columns]), tf.zeros([columns], 'int32'), tf.zeros([2, 3], 'int32')]) {
      expect(() => addOffsets(tf, numbers as Tensor2D, offsets)).toThrow(refusal);
    }
  });
});
