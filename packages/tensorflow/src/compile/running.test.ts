import { resolveNativePart } from '@espalier/native';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CompiledStep,
  compileStep,
  embeddingSum,
  loadTensorFlow,
  lookupMatMul,
  sgd,
  type TensorFlow,
} from '../index.js';
import { alignedArray } from '../native/native-tensor.js';

let tf: TensorFlow;
let table: Variable;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
beforeEach(() => {
  table = tf.variable(tf.tensor2d([1, 2, 3, 4], [4, 1]), true, 'table');
});
afterEach(() => tf.disposeVariables());

/** Adds what is gathered to a variable that has nothing to do with it, and divides whole numbers. */
function compileGathering(): Promise<CompiledStep> {
  const other = tf.variable(tf.tensor1d([10]), true, 'other');
  const step = ({ ids, by }: { ids: Tensor; by: Tensor }) => {
    other.assign(tf.add(other, 1));
    const gathered = tf.gather(table, ids);
    sgd(tf, { learningRate: 1 }).applyGradients({ table: tf.onesLike(table) });
    return { gathered, quotient: tf.floorDiv(ids, tf.add(by, tf.scalar(1, 'int32'))) };
  };
  return compileStep(tf, step, {
    inputs: { ids: { shape: [2], dtype: 'int32' }, by: { shape: [2], dtype: 'int32' } },
    label: 'the gathering',
  });
}

const numbers = (values: ArrayLike<number> | undefined) => [...Array.from(values ?? [])];
const state = (step: CompiledStep) =>
  Object.fromEntries(
    [...step.readVariables()].map(([name, { values }]) => [name, numbers(values as Float32Array)]),
  );

describe('a step that fails', () => {
  it.each([
    [
      'an index out of range',
      { ids: Int32Array.of(1, 9), by: Int32Array.of(0, 0) },
      'Gather',
      '9 is not in [0, 4)',
    ],
    [
      'a division by zero',
      { ids: Int32Array.of(1, 2), by: Int32Array.of(-1, 0) },
      'FloorDiv',
      'division by zero',
    ],
  ])('for %s names the op and leaves the variables as they were', async (_, inputs, op, says) => {
    const step = await compileGathering();
    const before = state(step);
    for (const run of [async () => step.run(inputs), async () => step.runSync(inputs)]) {
      const thrown = await run().catch((error: Error) => error);
      expect(thrown).toMatchObject({ name: 'TensorFlowError', code: 'op-failed' });
      const { message } = thrown as Error;
      for (const words of ['the gathering', op, says, 'as they were']) expect(message).toContain(words);
      expect(state(step)).toEqual(before);
    }
    const { gathered } = await step.run({ ids: Int32Array.of(0, 3), by: Int32Array.of(0, 0) });
    expect(numbers(gathered?.values as Float32Array)).toEqual([1, 4]);
    expect(state(step)).toEqual({ table: [0, 1, 2, 3], other: [11] });
    step.dispose();
  });

  it.each([
    ['lookupMatMul', 'EspalierSortLookups'],
    ['embeddingSum', 'EspalierLookupSum'],
  ] as const)(
    'for an ID out of the range of %s leaves variables as they were that do not depend on it',
    async (name, op) => {
      const table = tf.variable(tf.ones([4, 2]), true, `table of ${name}`);
      const other = tf.variable(tf.zeros([1]), true, `other of ${name}`);
      const kernel = tf.ones([2, 1]);
      const offsets = Int32Array.of(0, 4);
      const step = await compileStep(
        tf,
        ({ ids }) => {
          other.assign(tf.add(other, 1));
          const lookups = {
            lookupMatMul: () => lookupMatMul(tf, { table, ids: ids as Tensor, offsets }, kernel),
            embeddingSum: () => embeddingSum(tf, table, ids as Tensor),
          };
          return { found: lookups[name]() };
        },
        { inputs: { ids: { shape: [3, 1], dtype: 'int32' } } },
      );
      const run = () => step.runSync({ ids: Int32Array.of(0, 9, 1) });
      expect(run).toThrow(expect.objectContaining({ message: expect.stringContaining('as they were') }));
      expect(run).toThrow(expect.objectContaining({ message: expect.stringContaining(op) }));
      expect(state(step)).toMatchObject({ [other.name]: [0] });
      step.dispose();
      tf.dispose([table, other, kernel]);
    },
  );

  it('where a check comes too late, says that variables may have changed', async () => {
    const step = await compileStep(
      tf,
      ({ ids }) => {
        sgd(tf, { learningRate: 1 }).applyGradients({ table: tf.onesLike(table) });
        return { late: tf.gather(table, ids) };
      },
      { inputs: { ids: { shape: [1], dtype: 'int32' } } },
    );
    await expect(step.run({ ids: Int32Array.of(7) })).rejects.toMatchObject({
      code: 'op-failed',
      message: expect.stringContaining('may have changed'),
    });
    step.dispose();
  });
});

describe('inputs', () => {
  it('that do not fit are refused all at once, and nothing runs', async () => {
    const step = await compileGathering();
    const before = state(step);
    const wrong = { ids: Float32Array.of(1, 2), more: Int32Array.of(1), by: Int32Array.of(1, 2, 3) };
    const thrown = await step.run(wrong).catch((error: Error) => error);
    expect(thrown).toMatchObject({ code: 'shape-mismatch' });
    for (const words of [
      'the gathering',
      '"ids" takes 2 values of int32 for [2], not 2 in a Float32Array',
      '"by" takes 2 values of int32 for [2], not 3 in a Int32Array',
      'no input "more"',
    ]) {
      expect((thrown as Error).message).toContain(words);
    }
    expect(() => step.runSync({} as never)).toThrow('input "ids" is missing; input "by" is missing');
    expect(() => step.runSync({ ids: null, by: [1, 2] } as never)).toThrow('input "ids" is missing');
    expect(state(step)).toEqual(before);
    step.dispose();
  });

  it('may be aligned in memory or not, and be the same array or others', async () => {
    const step = await compileStep(tf, ({ x }) => ({ y: tf.mul(x, 2) }), { inputs: { x: { shape: [4] } } });
    const aligned = alignedArray('float32', 4);
    const odd = new Float32Array(new ArrayBuffer(100), 4, 4);
    for (let round = 1; round <= 200; round += 1) {
      const fresh = alignedArray('float32', 4);
      for (const array of [aligned, odd, fresh]) {
        array.fill(round);
        const { y } = round % 2 === 0 ? step.runSync({ x: array }) : await step.run({ x: array });
        expect(numbers(y?.values as Float32Array)).toEqual([1, 1, 1, 1].map(() => round * 2));
      }
    }
    step.dispose();
  });
});

describe('one call at a time', () => {
  it('a second run is refused, and the first is not disturbed', async () => {
    const weights = tf.variable(tf.zeros([300, 300]), true, 'weights');
    const step = await compileStep(
      tf,
      ({ x }) => {
        let product: Tensor = x;
        for (let layer = 0; layer < 20; layer += 1)
          product = tf.matMul(product as never, tf.add(weights, x) as never);
        return { first: tf.mean(x), last: tf.mean<Scalar>(product) };
      },
      { inputs: { x: { shape: [300, 300] } } },
    );
    const busy = { code: 'busy' };
    const values = new Float32Array(90_000).fill(1 / 300);
    const first = step.run({ x: values });
    const others = new Float32Array(90_000).fill(7);
    await expect(step.run({ x: others })).rejects.toMatchObject(busy);
    for (const use of [
      () => step.runSync({ x: others }),
      () => step.readVariables(),
      () => step.writeVariables(new Map()),
      () => step.pullVariables(),
      () => step.dispose(),
    ]) {
      expect(use).toThrow(expect.objectContaining(busy));
    }
    const { first: mean, last } = await first;
    expect(mean?.values[0]).toBeCloseTo(1 / 300, 6);
    expect(last?.values[0]).toBeCloseTo(1 / 300, 6);
    expect(step.runSync({ x: values }).last?.values[0]).toBeCloseTo(1 / 300, 6);
    step.dispose();
  });

  it('nothing can be done with a step that was disposed of', async () => {
    const step = await compileGathering();
    step.dispose();
    step.dispose();
    const disposed = { code: 'disposed', message: expect.stringContaining('the gathering') };
    const inputs = { ids: Int32Array.of(0, 1), by: Int32Array.of(0, 1) };
    await expect(step.run(inputs)).rejects.toMatchObject(disposed);
    await expect(step.runTraced(inputs)).rejects.toMatchObject(disposed);
    for (const use of [
      () => step.runSync(inputs),
      () => step.readVariables(),
      () => step.writeVariables(new Map()),
      () => step.pullVariables(),
    ]) {
      expect(use).toThrow(expect.objectContaining(disposed));
    }
  });
});
