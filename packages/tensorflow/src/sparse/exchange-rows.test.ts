import type { HostReducer } from '@espalier/collectives';
import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { compileStep, loadTensorFlow, sgd, sparseTable } from '../index.js';

it('carries IDs that a float32 does not hold, and costs no more than the rows touched', async () => {
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
  const rows = 2 ** 24 + 10;
  const table = sparseTable(tf, { name: 'items', rows, width: 1 });
  const optimizer = sgd(tf, { learningRate: 1 });
  const records: Float32Array[] = [];
  // The other rank touches the same rows, in the opposite order.
  const reducer: HostReducer = {
    worldSize: 2,
    allReduceSum: () => Promise.reject(new Error('Nothing is to be summed')),
    allGather: async (own) => {
      records.push(own.slice());
      const pairs = Array.from({ length: own.length / 3 }, (_, at) => [...own.slice(3 * at, 3 * at + 3)]);
      return [own, Float32Array.from(pairs.reverse().flat())];
    },
  };
  const step = await compileStep(
    tf,
    ({ ids, slopes }) => ({
      loss: optimizer.minimize(() => tf.sum(tf.mul(table.lookup(ids), slopes)), true) as Tensor,
    }),
    {
      inputs: { ids: { shape: [4], dtype: 'int32' }, slopes: { shape: [4, 1] } },
      collective: { kind: 'host', reducer },
    },
  );
  const ids = Int32Array.of(rows - 1, 2 ** 24 + 1, rows - 1, 0);
  await step.run({ ids, slopes: Float32Array.of(1, 2, 4, 8) });
  expect(records).toEqual([Float32Array.of(4096, 9, 5, 4096, 1, 2, 0, 0, 8)]);
  expect([...step.readRows('items', 2 ** 24, 10)]).toEqual([0, -4, 0, 0, 0, 0, 0, 0, 0, -10]);
  expect([...step.readRows('items', 0, 2)]).toEqual([-16, 0]);
  for (const each of [step, optimizer, table]) each.dispose();
});
