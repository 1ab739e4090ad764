import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adagrad,
  adam,
  compileStep,
  loadTensorFlow,
  type SparseTable,
  type SparseTableOptions,
  sgd,
  sparseTable,
  statelessUniform,
  type TensorFlow,
} from '../index.js';

let tf: TensorFlow;
const disposables: { dispose(): void }[] = [];

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});

afterEach(() => {
  for (const each of disposables.splice(0)) each.dispose();
});

function owned<T extends { dispose(): void }>(made: T): T {
  disposables.push(made);
  return made;
}

function table(options: Partial<SparseTableOptions> = {}): SparseTable {
  return owned(sparseTable(tf, { name: 'items', rows: 5, width: 2, ...options }));
}

const counting = Float32Array.from({ length: 10 }, (_, index) => index);
const values = (tensor: Tensor) => [...tensor.dataSync()];

describe('lookup', () => {
  it('gives rows for IDs of any shape, eager and compiled', async () => {
    const items = table({ initial: counting });
    const shapes = [[], [3], [2, 2], [1, 2, 1]];
    for (const shape of shapes) {
      const size = shape.reduce((product, each) => product * each, 1);
      const ids = Int32Array.from({ length: size }, (_, index) => (4 - index * 3 + 10) % 5);
      const expected = [...ids].flatMap((id) => [2 * id, 2 * id + 1]);
      const rows = items.lookup(tf.tensor(ids.slice(), shape, 'int32'));
      expect(rows.shape).toEqual([...shape, 2]);
      expect(values(rows)).toEqual(expected);
      const inputs = { ids: { shape, dtype: 'int32' } } as const;
      const step = owned(await compileStep(tf, ({ ids: fed }) => ({ rows: items.lookup(fed) }), { inputs }));
      const { rows: compiled } = await step.run({ ids });
      expect(compiled?.shape).toEqual([...shape, 2]);
      expect([...(compiled?.values ?? [])]).toEqual(expected);
    }
  });

  it('takes IDs from before the step as constants', async () => {
    const items = table({ initial: counting });
    const ids = tf.tensor1d([3, 0], 'int32');
    const step = owned(
      await compileStep(tf, ({ x }) => ({ rows: tf.add(items.lookup(ids), x) }), {
        inputs: { x: { shape: [] } },
      }),
    );
    expect([...((await step.run({ x: Float32Array.of(1) })).rows?.values ?? [])]).toEqual([7, 8, 1, 2]);
  });

  it('sees the rows before an update in the step, and after it', async () => {
    const items = table({ initial: counting });
    const optimizer = owned(sgd(tf, { learningRate: 1 }));
    const step = owned(
      await compileStep(
        tf,
        ({ ids }) => {
          const before = items.lookup(ids);
          optimizer.minimize(() => tf.sum(items.lookup(ids)), false);
          return { before, after: items.lookup(ids) };
        },
        { inputs: { ids: { shape: [2], dtype: 'int32' } } },
      ),
    );
    for (let round = 0; round < 20; round += 1) {
      const { before, after } = await step.run({ ids: Int32Array.of(1, 4) });
      expect([...(before?.values ?? [])]).toEqual([2, 3, 8, 9].map((value) => value - round));
      expect([...(after?.values ?? [])]).toEqual([2, 3, 8, 9].map((value) => value - round - 1));
    }
  });

  it('refuses IDs that are not int32, and an ID out of range', async () => {
    const items = table();
    expect(() => items.lookup(tf.tensor1d([1]))).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
    const outOfRange = expect.objectContaining({
      code: 'op-failed',
      message: expect.stringContaining('is not in [0, 5)'),
    });
    expect(() => items.lookup(tf.tensor1d([5], 'int32'))).toThrow(outOfRange);
    const step = owned(
      await compileStep(tf, ({ ids }) => ({ rows: items.lookup(ids) }), {
        inputs: { ids: { shape: [1], dtype: 'int32' } },
      }),
    );
    await expect(step.run({ ids: Int32Array.of(-1) })).rejects.toThrow(
      expect.objectContaining({ code: 'op-failed' }),
    );
  });

  it('leaves no tensors behind', () => {
    const items = table({ initial: counting });
    const optimizer = owned(adam(tf));
    const ids = tf.tensor1d([0, 3, 3], 'int32');
    const train = () => optimizer.minimize(() => tf.sum(tf.square(items.lookup(ids))));
    train();
    const before = tf.memory().numTensors;
    for (let step = 0; step < 5; step += 1) train();
    expect(tf.memory().numTensors).toBe(before);
    ids.dispose();
  });
});

describe('initial rows', () => {
  const started = async (initial: NonNullable<SparseTableOptions['initial']>, rows = 5) => {
    const items = table({ initial, rows });
    const step = owned(
      await compileStep(tf, ({ ids }) => ({ rows: items.lookup(ids) }), {
        inputs: { ids: { shape: [1], dtype: 'int32' } },
      }),
    );
    return { compiled: [...step.readRows('items', 0, rows)], eager: [...items.readRows()] };
  };

  it('are zeros, a number or given values', async () => {
    for (const [initial, expected] of [
      ['zeros', new Array(10).fill(0)],
      [0.5, new Array(10).fill(0.5)],
      [counting, [...counting]],
    ] as const) {
      const { compiled, eager } = await started(initial);
      expect(compiled).toEqual(expected);
      expect(eager).toEqual(expected);
      disposables.splice(0).forEach((each) => {
        each.dispose();
      });
    }
  });

  it('are the stream of a seed', async () => {
    const limit = 0.25;
    const { compiled, eager } = await started({ uniform: limit, seed: [3, 4] }, 1001);
    const drawn = values(statelessUniform(tf, [1001, 2], [3, 4]));
    expect(compiled).toEqual(drawn.map((value) => Math.fround(value * 2 * limit) - limit));
    expect(eager).toEqual(compiled);
  });

  it('are what eager steps have made of them', async () => {
    const items = table();
    const optimizer = owned(sgd(tf, { learningRate: 0.5 }));
    const train = ({ ids }: { ids: Tensor }) => ({
      loss: optimizer.minimize(() => tf.sum(items.lookup(ids)), true) as Tensor,
    });
    train({ ids: tf.tensor1d([2], 'int32') });
    const step = owned(await compileStep(tf, train, { inputs: { ids: { shape: [1], dtype: 'int32' } } }));
    await step.run({ ids: Int32Array.of(3) });
    expect([...step.readRows('items', 0, 5)]).toEqual([0, 0, 0, 0, -0.5, -0.5, -0.5, -0.5, 0, 0]);
    expect([...items.readRows(2, 2)]).toEqual([-0.5, -0.5, 0, 0]);
  });

  it('must have the length of the table', () => {
    const wrong = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => sparseTable(tf, { name: 'x', rows: 3, width: 2, initial: counting })).toThrow(wrong);
    expect(() => sparseTable(tf, { name: 'x', rows: 0, width: 2 })).toThrow(wrong);
    expect(() => sparseTable(tf, { name: 'x', rows: 2, width: 1.5 })).toThrow(wrong);
  });
});

describe('rows of a compiled step', () => {
  it('are read and written in ranges, and by name with the other variables', async () => {
    const items = table({ rows: 300_000, width: 16, initial: { uniform: 1, seed: [1, 1] } });
    const step = owned(
      await compileStep(tf, ({ ids }) => ({ rows: items.lookup(ids) }), {
        inputs: { ids: { shape: [2], dtype: 'int32' } },
      }),
    );
    expect(step.tables).toEqual([{ name: 'items', rows: 300_000, width: 16 }]);
    expect(step.variableNames).toEqual(['items']);
    const written = Float32Array.from({ length: 290_000 * 16 }, (_, index) => index % 1_000_003);
    step.writeRows('items', 7, written);
    expect(Buffer.from(step.readRows('items', 7, 290_000).buffer).equals(Buffer.from(written.buffer))).toBe(
      true,
    );
    const { rows } = await step.run({ ids: Int32Array.of(7, 290_006) });
    expect([...(rows?.values ?? [])]).toEqual([...written.slice(0, 16), ...written.slice(-16)]);
    const all = step.readVariables();
    expect(all.get('items')?.shape).toEqual([300_000, 16]);
    step.writeRows('items', 0, new Float32Array(16));
    step.writeVariables(all);
    expect(step.readRows('items', 0, 9)).toEqual(all.get('items')?.values.slice(0, 9 * 16));
  });

  it('refuses rows and tables that are not there', async () => {
    const items = table();
    const step = owned(
      await compileStep(tf, ({ ids }) => ({ rows: items.lookup(ids) }), {
        inputs: { ids: { shape: [2], dtype: 'int32' } },
      }),
    );
    const wrong = expect.objectContaining({ code: 'state-mismatch' });
    expect(() => step.readRows('others', 0, 1)).toThrow(wrong);
    expect(() => step.readRows('items', 4, 2)).toThrow(wrong);
    expect(() => step.readRows('items', -1, 2)).toThrow(wrong);
    expect(() => step.writeRows('items', 0, new Float32Array(3))).toThrow(wrong);
    expect(() =>
      step.writeVariables(new Map([['items', { shape: [4, 2], values: new Float32Array(8) }]])),
    ).toThrow(wrong);
  });
});

describe('gradients', () => {
  it('of several lookups and backward passes add up until they are applied', () => {
    const items = table();
    const optimizer = owned(sgd(tf, { learningRate: 1 }));
    const ids = (...all: number[]) => tf.tensor1d(all, 'int32');
    const gradients = (scale: number) =>
      tf.variableGrads(
        () => tf.add(tf.sum(items.lookup(ids(0, 1, 1))), tf.mul(tf.sum(items.lookup(ids(1, 2))), scale)),
        [items.variable],
      ).grads;
    gradients(10);
    optimizer.applyGradients(gradients(100));
    expect([...items.readRows()]).toEqual([2, 2, 114, 114, 110, 110, 0, 0, 0, 0].map((value) => 0 - value));
    gradients(1);
    items.discardGradients();
    optimizer.applyGradients(gradients(0));
    expect([...items.readRows(1, 2)]).toEqual([-116, -116, -110, -110]);
  });

  it('may be computed and left, before a step is compiled and in it', async () => {
    const items = table({ initial: counting });
    const gradients = (ids: Tensor) => tf.variableGrads(() => tf.sum(items.lookup(ids)), [items.variable]);
    expect(values(gradients(tf.tensor1d([2], 'int32')).value)).toEqual([9]);
    const step = owned(
      await compileStep(tf, ({ ids }) => ({ value: gradients(ids).value }), {
        inputs: { ids: { shape: [1], dtype: 'int32' } },
      }),
    );
    expect([...((await step.run({ ids: Int32Array.of(4) })).value?.values ?? [])]).toEqual([17]);
    expect(step.variableNames).toEqual(['items']);
  });

  it('are refused to optimizers that do not know of rows', async () => {
    const items = table();
    const stock = owned(tf.train.adam(0.1));
    const wrong = expect.objectContaining({
      code: 'unsupported',
      message: expect.stringContaining('"items" is a sparse table'),
    });
    const train = (ids: Tensor) => stock.minimize(() => tf.sum(items.lookup(ids)), true) as Tensor;
    expect(() => train(tf.tensor1d([1], 'int32'))).toThrow(wrong);
    items.discardGradients();
    const compiling = compileStep(tf, ({ ids }) => ({ loss: train(ids) }), {
      inputs: { ids: { shape: [1], dtype: 'int32' } },
    });
    await expect(compiling).rejects.toThrow(wrong);
  });

  it('are for one optimizer of a rule', async () => {
    const items = table();
    const [first, second] = [owned(adagrad(tf)), owned(adagrad(tf))];
    const ids = tf.tensor1d([1], 'int32');
    const train = (optimizer: typeof first) =>
      optimizer.minimize(() => tf.sum(items.lookup(ids)), true) as Tensor;
    const compiling = compileStep(tf, ({ x }) => ({ a: tf.add(train(first), x), b: train(second) }), {
      inputs: { x: { shape: [] } },
    });
    await expect(compiling).rejects.toThrow(
      expect.objectContaining({
        code: 'state-mismatch',
        message: expect.stringContaining('"adagrad/accumulator/items"'),
      }),
    );
  });
});
