import { resolveNativePart } from '@espalier/native';
import { expect, it } from 'vitest';
import { allReduceSum, compileStep, joinCluster, loadTensorFlow, reserveAddress } from '../index.js';

it('two steps over one server of TensorFlow have variables of their own, and so has a third after them', async () => {
  const tf = await loadTensorFlow({
    addonPath: resolveNativePart('tfjs-addon'),
    threads: 1,
    visibleGpus: [],
  });
  const collective = await joinCluster({ addresses: [await reserveAddress()], rank: 0 });
  const weights = tf.variable(tf.tensor1d([1, 2]), true, 'weights');
  const compile = (change: number) =>
    compileStep(
      tf,
      ({ x }) => {
        weights.assign(tf.add(weights, tf.mul(x, change)));
        return { sum: allReduceSum(tf, [tf.mul(weights, 1)])[0] ?? x };
      },
      { inputs: { x: { shape: [2] } }, collective, session: { threads: 1 } },
    );
  const [up, down] = [await compile(1), await compile(-1)];
  const x = Float32Array.of(1, 1);
  expect((await up.run({ x })).sum?.values).toEqual(Float32Array.of(2, 3));
  expect((await down.run({ x })).sum?.values).toEqual(Float32Array.of(0, 1));
  expect((await up.run({ x })).sum?.values).toEqual(Float32Array.of(3, 4));
  // It may wait for other ranks, which nobody could give up.
  expect(() => up.runSync({ x })).toThrow(expect.objectContaining({ code: 'unsupported' }));
  up.dispose();
  const again = await compile(1);
  expect((await again.run({ x })).sum?.values).toEqual(Float32Array.of(2, 3));
  expect((await down.run({ x })).sum?.values).toEqual(Float32Array.of(-1, 0));
  again.dispose();
  down.dispose();
});
