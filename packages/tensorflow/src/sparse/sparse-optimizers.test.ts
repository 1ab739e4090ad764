import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adagrad,
  adam,
  type CompiledStep,
  compileStep,
  embeddingGather,
  type FusedOptimizer,
  loadTensorFlow,
  momentum,
  sgd,
  sparseTable,
  statelessUniform,
  type TensorFlow,
} from '../index.js';
import type { NativeArray } from '../native/native-tensor.js';
import { largestDifference, numbersFrom, runEagerly } from '../testing/compare-step.js';

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

const rows = 40;
const width = 3;
const idsPerStep = 16;
const steps = 200;
const initial = { uniform: 0.3, seed: [5, 6] } as const;
const inputs = { ids: { shape: [4, 4], dtype: 'int32' }, y: { shape: [4] } } as const;

type Batch = { readonly ids: Int32Array; readonly y: Float32Array };

/** IDs favour the small ones, so that many come twice and some rows stay untouched for long. */
function batchesFrom(seed: number, count = steps): Batch[] {
  const next = numbersFrom(seed);
  return Array.from({ length: count }, () => ({
    ids: Int32Array.from({ length: idsPerStep }, () => Math.floor(next() ** 2 * rows)),
    y: Float32Array.from({ length: 4 }, next),
  }));
}

type Inputs = { readonly ids: Tensor; readonly y: Tensor };

/** A small network over a lookup; all that is trained is the table. */
function training(lookup: (ids: Tensor) => Tensor, optimizer: FusedOptimizer) {
  return ({ ids, y }: Inputs) => ({
    loss: optimizer.minimize(() => {
      const prediction = tf.sum(tf.tanh(lookup(ids)), [1, 2]);
      return tf.mean(tf.square(tf.sub(prediction, y)));
    }, true) as Tensor,
  });
}

/** The gradient of the loss above by rows, each touched row once. */
function gradientsOf(table: Float64Array, { ids, y }: Batch): Map<number, number[]> {
  const sums = new Map<number, number[]>();
  for (const [example, label] of y.entries()) {
    const own = [...ids.slice(example * 4, example * 4 + 4)];
    const columns = Array.from({ length: width }, (_, column) => column);
    const value = (id: number, column: number) => Math.tanh(table[id * width + column] ?? 0);
    const prediction = own
      .flatMap((id) => columns.map((column) => value(id, column)))
      .reduce((a, b) => a + b, 0);
    const slope = (2 * (prediction - label)) / y.length;
    for (const id of own) {
      const sum = sums.get(id) ?? new Array(width).fill(0);
      sums.set(id, sum);
      for (const column of columns) sum[column] += slope * (1 - value(id, column) ** 2);
    }
  }
  return sums;
}

/** Trains rows in JavaScript by a rule for one element; state of an element is whatever the rule keeps. */
function referenceRows(
  batches: readonly Batch[],
  update: (at: number, gradient: number, step: number) => number,
) {
  const start = tf.tidy(() =>
    tf.sub(tf.mul(statelessUniform(tf, [rows, width], [...initial.seed]), 0.6), 0.3).dataSync(),
  );
  const table = Float64Array.from(start);
  for (const [step, batch] of batches.entries()) {
    for (const [id, gradient] of gradientsOf(table, batch)) {
      for (const [column, each] of gradient.entries()) {
        const at = id * width + column;
        table[at] = (table[at] ?? 0) - update(at, each, step + 1);
      }
    }
  }
  return table;
}

const lossOf = (outputs: Readonly<Record<string, NativeArray | undefined>>) => Number(outputs.loss?.[0]);

async function compiled(optimizer: FusedOptimizer, threads = 2): Promise<CompiledStep> {
  const table = owned(sparseTable(tf, { name: 'items', rows, width, initial }));
  const step = training((ids) => table.lookup(ids), optimizer);
  return owned(await compileStep(tf, step, { inputs, session: { threads } }));
}

describe('training', () => {
  it.each([
    ['sgd', (): FusedOptimizer => sgd(tf, { learningRate: 0.05 })],
    ['adagrad', (): FusedOptimizer => adagrad(tf, { learningRate: 0.05 })],
  ])('with %s equals a dense table, eager and compiled, for 200 steps', async (_, make) => {
    const table = owned(sparseTable(tf, { name: 'items', rows, width, initial }));
    const dense = owned(tf.variable(tf.tensor2d(table.readRows(), [rows, width]), true, 'dense'));
    const [sparseOptimizer, denseOptimizer] = [owned(make()), owned(make())];
    const sparse = training((ids) => table.lookup(ids), sparseOptimizer);
    const other = training((ids) => embeddingGather(tf, dense, ids), denseOptimizer);
    const run = owned(await compileStep(tf, sparse, { inputs }));
    for (const batch of batchesFrom(1)) {
      const { loss } = await run.run(batch);
      const eager = lossOf(runEagerly(tf, sparse as never, inputs, batch));
      const expected = lossOf(runEagerly(tf, other as never, inputs, batch));
      expect(Math.abs(eager - expected)).toBeLessThan(1e-5);
      expect(Math.abs(lossOf({ loss: loss?.values }) - expected)).toBeLessThan(1e-5);
    }
    const end = dense.dataSync() as Float32Array;
    expect(largestDifference(table.readRows(), end)).toBeLessThan(1e-5);
    expect(largestDifference(run.readRows('items', 0, rows), end)).toBeLessThan(1e-5);
  });

  it('with adam is lazy: rows without an ID keep their moments', async () => {
    const [rate, beta1, beta2, epsilon] = [0.01, 0.9, 0.999, 1e-7];
    const m = new Float64Array(rows * width);
    const v = new Float64Array(rows * width);
    const expected = referenceRows(batchesFrom(2), (at, gradient, step) => {
      m[at] = beta1 * (m[at] ?? 0) + (1 - beta1) * gradient;
      v[at] = beta2 * (v[at] ?? 0) + (1 - beta2) * gradient ** 2;
      const correction = Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step);
      return (rate * correction * (m[at] ?? 0)) / (Math.sqrt(v[at] ?? 0) + epsilon);
    });
    const step = await compiled(owned(adam(tf, { learningRate: rate })));
    for (const batch of batchesFrom(2)) await step.run(batch);
    expect(step.variableNames).toEqual(['adam/step', 'items', 'adam/m/items', 'adam/v/items']);
    expect(largestDifference(step.readRows('items', 0, rows), expected)).toBeLessThan(2e-4);
    expect(largestDifference(step.readRows('adam/m/items', 0, rows), m)).toBeLessThan(2e-4);
    expect(largestDifference(step.readRows('adam/v/items', 0, rows), v)).toBeLessThan(2e-4);
  });

  it('with momentum is lazy too', async () => {
    const velocity = new Float64Array(rows * width);
    const expected = referenceRows(batchesFrom(3), (at, gradient) => {
      velocity[at] = 0.9 * (velocity[at] ?? 0) + gradient;
      return 0.01 * (velocity[at] ?? 0);
    });
    const step = await compiled(owned(momentum(tf, { learningRate: 0.01 })));
    for (const batch of batchesFrom(3)) await step.run(batch);
    expect(largestDifference(step.readRows('items', 0, rows), expected)).toBeLessThan(1e-4);
  });

  it('runs eagerly and compiled to the same rows', async () => {
    for (const make of [adam, adagrad, momentum, sgd]) {
      const optimizer = make(tf, { learningRate: 0.01 });
      const table = sparseTable(tf, { name: 'items', rows, width, initial });
      const step = training((ids) => table.lookup(ids), optimizer);
      const run = await compileStep(tf, step, { inputs });
      for (const batch of batchesFrom(4)) {
        await run.run(batch);
        runEagerly(tf, step as never, inputs, batch);
      }
      expect(largestDifference(run.readRows('items', 0, rows), table.readRows())).toBeLessThan(1e-4);
      for (const each of [run, optimizer, table]) each.dispose();
    }
  });

  it('takes a learning rate that is an input', async () => {
    const table = owned(sparseTable(tf, { name: 'items', rows: 2, width: 1 }));
    const optimizer = owned(sgd(tf));
    const step = owned(
      await compileStep(
        tf,
        ({ rate }) => {
          optimizer.learningRate = rate;
          return {
            loss: optimizer.minimize(() => tf.sum(table.lookup(tf.tensor1d([1], 'int32'))), true) as Tensor,
          };
        },
        { inputs: { rate: { shape: [] } } },
      ),
    );
    for (const rate of [1, 2, 4]) await step.run({ rate: Float32Array.of(rate) });
    expect([...step.readRows('items', 0, 2)]).toEqual([0, -7]);
  });
});

describe('the same bytes', () => {
  const makers = { adam, adagrad, momentum, sgd } as const;

  it.each(Object.keys(makers) as (keyof typeof makers)[])('with %s after a resume', async (name) => {
    const batches = batchesFrom(7, 40);
    const optimizer = owned(makers[name](tf, { learningRate: 0.05 }));
    const table = owned(sparseTable(tf, { name: 'items', rows, width, initial }));
    const step = training((ids) => table.lookup(ids), optimizer);
    const make = async () => owned(await compileStep(tf, step, { inputs }));
    const whole = await make();
    for (const batch of batches) await whole.run(batch);
    const first = await make();
    for (const batch of batches.slice(0, 17)) await first.run(batch);
    const second = await make();
    second.writeVariables(first.readVariables());
    for (const batch of batches.slice(17)) await second.run(batch);
    expect(second.readVariables()).toEqual(whole.readVariables());
  });

  it('with any number of threads, for batches whose ops use them all', async () => {
    const size = { rows: 20_000, width: 16, ids: 60_000 };
    const next = numbersFrom(8);
    const batches = Array.from({ length: 3 }, () => ({
      ids: Int32Array.from({ length: size.ids }, () => Math.floor(next() ** 4 * size.rows)),
      slopes: Float32Array.from({ length: size.ids * size.width }, () => 10 ** (4 * next())),
    }));
    const optimizer = owned(adam(tf));
    const table = owned(sparseTable(tf, { name: 'items', ...size, initial }));
    const states = [];
    for (const threads of [1, 2, 3, 8, 8]) {
      const step = await compileStep(
        tf,
        ({ ids, slopes }) => ({
          loss: optimizer.minimize(() => tf.sum(tf.mul(table.lookup(ids), slopes)), true) as Tensor,
        }),
        {
          inputs: { ids: { shape: [size.ids], dtype: 'int32' }, slopes: { shape: [size.ids, size.width] } },
          session: { threads },
        },
      );
      for (const batch of batches) await step.run(batch);
      states.push(Buffer.from(step.readRows('items', 0, size.rows).buffer));
      step.dispose();
    }
    for (const state of states) expect(state.equals(states[0] as Buffer)).toBe(true);
  });
});
