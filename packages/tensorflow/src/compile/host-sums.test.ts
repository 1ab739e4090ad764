import type { HostReducer } from '@espalier/collectives';
import { resolveNativePart } from '@espalier/native';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  allReduceSum,
  type CompiledStep,
  compileStep,
  loadTensorFlow,
  sgd,
  type TensorFlow,
  type TensorValues,
} from '../index.js';
import { alignedArray } from '../native/native-tensor.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

const numbers = (values: TensorValues | undefined) => [...Array.from((values?.values ?? []) as Float32Array)];

/** As if another rank had the same values times 10. */
function tenfoldPeer(): HostReducer & { readonly sums: number[][] } {
  const sums: number[][] = [];
  return {
    worldSize: 2,
    sums,
    async allReduceSum(buffer) {
      await new Promise((resolve) => setImmediate(resolve));
      sums.push([...buffer]);
      for (const [index, value] of buffer.entries()) buffer[index] = value * 11;
    },
  };
}

/** The same peer, whose part the step sums itself. It lies where the next exchange writes, and may not begin at an aligned address. */
function exchangingPeer() {
  const exchanges: number[][] = [];
  const pieces: number[][] = [];
  let places: readonly [Float32Array, Float32Array] | undefined;
  return {
    ...tenfoldPeer(),
    exchanges,
    /** How many floats each has. */
    pieces,
    async exchange(own: readonly Float32Array[]) {
      pieces.push(own.map(({ length }) => length));
      await new Promise((resolve) => setImmediate(resolve));
      const whole = own.flatMap((piece) => [...piece]);
      exchanges.push(whole);
      if (places?.[0].length !== whole.length) {
        places = [alignedArray('float32', whole.length), new Float32Array(whole.length + 1).subarray(1)];
      }
      places[0].set(whole);
      places[1].set(whole.map((value) => value * 10));
      return places;
    },
  };
}

function variable(values: number[], name: string): Variable {
  return tf.tidy(() => tf.variable(tf.tensor1d(values), true, name));
}

const inputs = { x: { shape: [2] } } as const;
type Body = (given: { x: Tensor }) => Readonly<Record<string, Tensor>>;

async function run(body: Body, reducer: HostReducer, check: (step: CompiledStep) => Promise<void>) {
  const step = await compileStep(tf, body, { inputs, collective: { kind: 'host', reducer } });
  await check(step);
  step.dispose();
}

describe('a step with sums over ranks on the host', () => {
  it('falls in two calls, with variables updated before and after', async () => {
    const [early, late] = [variable([1, 1], 'early'), variable([1, 1], 'late')];
    const peer = tenfoldPeer();
    const body: Body = ({ x }) => {
      early.assign(tf.add(early, x));
      const [sum, double] = allReduceSum(tf, [tf.mul(early, x), tf.mul(x, 2)]) as [Tensor, Tensor];
      late.assign(tf.add(late, sum));
      sgd(tf, { learningRate: 1 }).applyGradients({ late: double });
      return { sum, double, early: tf.mul(early, 1) };
    };
    await run(body, peer, async (step) => {
      const first = await step.run({ x: Float32Array.of(1, 2) });
      expect(peer.sums).toEqual([[2, 6, 2, 4]]);
      expect(numbers(first.sum)).toEqual([22, 66]);
      expect(numbers(first.double)).toEqual([22, 44]);
      expect(numbers(first.early)).toEqual([2, 3]);
      const read = step.readVariables();
      expect(numbers(read.get('early'))).toEqual([2, 3]);
      expect(numbers(read.get('late'))).toEqual([1, 23]);
      expect(() => step.runSync({ x: Float32Array.of(1, 2) })).toThrow(
        expect.objectContaining({ code: 'unsupported' }),
      );
    });
  });

  it('sums the parts of two ranks itself, where the reducer exchanges them', async () => {
    const weights = variable([1, 1], 'weights');
    const large = variable(
      Array.from({ length: 32 }, (_, index) => index),
      'large',
    );
    const body: Body = ({ x }) => {
      const sums = allReduceSum(tf, [x, large, tf.mul(x, 2), tf.reshape(x, [2, 1]), tf.zeros([0, 3]), x]);
      weights.assign(tf.add(weights, sums[2] as Tensor));
      large.assign(sums[1] as Tensor);
      return Object.fromEntries(sums.map((sum, index) => [`sum${index}`, sum]));
    };
    const peer = exchangingPeer();
    await run(body, peer, async (step) => {
      for (let round = 0; round < 3; round += 1) {
        const { sum0, sum1, sum2, sum3, sum4, sum5 } = await step.run({ x: Float32Array.of(1, 2 + round) });
        expect([sum0, sum3, sum5].map(numbers)).toEqual(Array(3).fill([11, 22 + 11 * round]));
        expect(numbers(sum2)).toEqual([22, 44 + 22 * round]);
        expect(numbers(sum1)).toEqual(Array.from({ length: 32 }, (_, index) => index * 11 ** (round + 1)));
        expect([sum1, sum3, sum4].map((sum) => sum?.shape)).toEqual([[32], [2, 1], [0, 3]]);
      }
      const read = step.readVariables();
      expect(numbers(read.get('weights'))).toEqual([67, 1 + 44 * 3 + 22 * 3]);
      expect(numbers(read.get('large'))[31]).toBe(31 * 11 ** 3);
      expect(peer.exchanges).toHaveLength(3);
      expect(peer.sums).toEqual([]);
      expect(peer.exchanges[0]).toHaveLength(32 + 4 * 2);
    });
  });

  it('hands large tensors over as they are: inputs, variables, results, twice the same, and what is older than the sum before', async () => {
    const floats = 16_384;
    const weights = variable(Array(floats).fill(3), 'weights');
    const body: Body = ({ x }) => {
      const own = tf.mul(tf.fill([floats], 2), tf.slice(x, [0], [1]));
      const all = [
        tf.slice(x, [0], [1]),
        weights as Tensor,
        own,
        tf.reshape(own, [-1, 4]),
        x,
        tf.tile(x, [9]),
      ];
      const sums = allReduceSum(tf, all);
      weights.assign(tf.add(weights, 1));
      const [again] = allReduceSum(tf, [own]) as [Tensor];
      return { ...Object.fromEntries(sums.map((sum, index) => [`sum${index}`, sum])), own, again };
    };
    const peer = exchangingPeer();
    const step = await compileStep(tf, body, {
      inputs: { x: { shape: [floats] } },
      collective: { kind: 'host', reducer: peer },
    });
    const given = alignedArray('float32', floats);
    for (let round = 0; round < 3; round++) {
      given.fill(round + 1);
      const outputs = await step.run({ x: given });
      const seen = Object.values(outputs).map((output) => [...new Set(numbers(output))]);
      const ofInput = 11 * (round + 1);
      expect(seen).toEqual([
        [ofInput],
        [11 * (3 + round)],
        [2 * ofInput],
        [2 * ofInput],
        [ofInput],
        [ofInput],
        [2 * (round + 1)],
        [2 * ofInput],
      ]);
      expect(given.every((value) => value === round + 1)).toBe(true);
    }
    expect([...new Set(numbers(step.readVariables().get('weights')))]).toEqual([6]);
    const ofBoth = [[floats, floats, floats, floats, 9 * floats, 1], [floats]];
    expect(peer.pieces).toEqual([...ofBoth, ...ofBoth, ...ofBoth]);
    step.dispose();
  });

  it.each([
    ['too few', [Float32Array.of(1, 2)], 'input "part of rank 1" is missing'],
    ['too short', [Float32Array.of(1, 2), Float32Array.of(3)], 'input "part of rank 1" takes 2 values'],
  ])('refuses an exchange that gives %s parts', async (_, parts, message) => {
    const reducer: HostReducer = { ...tenfoldPeer(), exchange: async () => parts };
    const body: Body = ({ x }) => ({ sum: allReduceSum(tf, [x])[0] as Tensor });
    await run(body, reducer, async (step) => {
      await expect(step.run({ x: Float32Array.of(1, 2) })).rejects.toMatchObject({
        code: 'shape-mismatch',
        message: expect.stringContaining(message),
      });
    });
  });

  it('hands on what both sides of a sum need, as it was before the sum', async () => {
    const weights = variable([3, 4], 'weights');
    const body: Body = ({ x }) => {
      const own = tf.exp(x);
      const before = tf.mul(weights, 1);
      weights.assign(tf.add(weights, 1));
      const [sum] = allReduceSum(tf, [own]) as [Tensor];
      return { own, others: tf.sub(sum, own), before: tf.add(before, tf.mul(sum, 0)), x: tf.add(x, 0) };
    };
    await run(body, tenfoldPeer(), async (step) => {
      for (const round of [0, 1]) {
        const outputs = await step.run({ x: Float32Array.of(0, 1) });
        expect(numbers(outputs.own)).toEqual([1, Math.fround(Math.E)]);
        expect(numbers(outputs.others)[0]).toBe(10);
        expect(numbers(outputs.others)[1]).toBeCloseTo(10 * Math.E, 4);
        expect(numbers(outputs.before)).toEqual([3 + round, 4 + round]);
        expect(numbers(outputs.x)).toEqual([0, 1]);
      }
    });
  });

  it('sums in memory of its own: inputs, variables and constants stay what they are', async () => {
    const weights = variable([3, 4], 'weights');
    const constant = tf.tensor1d([5, 6]);
    for (const [summed, expected] of [
      [(x: Tensor) => x, [11, 22]],
      [(x: Tensor) => tf.reshape(x, [2, 1]), [11, 22]],
      [(x: Tensor) => [x, tf.zeros([0])], [11, 22]],
      [(x: Tensor) => [tf.zeros([0, 3]), x, tf.zeros([0])], [11, 22]],
      [() => weights as Tensor, [33, 44]],
      [() => constant as Tensor, [55, 66]],
    ] as const) {
      const body: Body = ({ x }) => {
        const all = [summed(x)].flat();
        const sums = allReduceSum(tf, all);
        expect(sums.map(({ shape }) => shape)).toEqual(all.map(({ shape }) => shape));
        return { sum: sums.find(({ size }) => size > 0) as Tensor, constant };
      };
      await run(body, tenfoldPeer(), async (step) => {
        const given = alignedArray('float32', 2);
        given.set([1, 2]);
        for (let round = 0; round < 2; round += 1) {
          const outputs = await step.run({ x: given });
          expect(numbers(outputs.sum)).toEqual(expected);
          expect(numbers(outputs.constant)).toEqual([5, 6]);
          expect([...given]).toEqual([1, 2]);
          for (const { values } of step.readVariables().values()) expect([...values]).toEqual([3, 4]);
        }
      });
    }
  });

  it('falls in three calls for two sums, dependent or not', async () => {
    const count = variable([0, 0], 'count');
    const dependent: Body = ({ x }) => {
      count.assign(tf.add(count, 1));
      const [first] = allReduceSum(tf, [x, tf.ones([1])]) as [Tensor];
      count.assign(tf.add(count, first));
      const [second] = allReduceSum(tf, [tf.add(first, count), x]) as [Tensor];
      count.assign(tf.mul(count, 2));
      return { first, second, count: tf.add(count, x) };
    };
    const peer = tenfoldPeer();
    await run(dependent, peer, async (step) => {
      const { first, second, count: counted } = await step.run({ x: Float32Array.of(1, 2) });
      expect(numbers(first)).toEqual([11, 22]);
      expect(numbers(second)).toEqual([(11 + 12) * 11, (22 + 23) * 11]);
      expect(numbers(counted)).toEqual([25, 48]);
      expect(numbers(step.readVariables().get('count'))).toEqual([24, 46]);
      expect(peer.sums).toHaveLength(2);
    });
    const independent: Body = ({ x }) => {
      const [first] = allReduceSum(tf, [tf.mul(x, 2)]) as [Tensor];
      const [second] = allReduceSum(tf, [tf.exp(x)]) as [Tensor];
      return { first, second, neither: tf.neg(x) };
    };
    await run(independent, tenfoldPeer(), async (step) => {
      const outputs = await step.run({ x: Float32Array.of(0, 0) });
      expect(numbers(outputs.first)).toEqual([0, 0]);
      expect(numbers(outputs.second)).toEqual([11, 11]);
      expect(numbers(outputs.neither)).toEqual([-0, -0]);
    });
  });

  it('is busy while the ranks are summed, and passes on what the reducer throws', async () => {
    let called = (_fail: () => void) => {};
    const summing = new Promise<() => void>((resolve) => {
      called = resolve;
    });
    const reducer: HostReducer = {
      worldSize: 2,
      allReduceSum: () => new Promise((_, reject) => called(() => reject(new RangeError('a peer is gone')))),
    };
    const body: Body = ({ x }) => ({ sum: allReduceSum(tf, [x, x])[0] as Tensor });
    await run(body, reducer, async (step) => {
      const running = step.run({ x: Float32Array.of(1, 2) });
      const failed = expect(running).rejects.toThrow('a peer is gone');
      const fail = await summing;
      expect(() => step.readVariables()).toThrow(expect.objectContaining({ code: 'busy' }));
      expect(() => step.dispose()).toThrow(expect.objectContaining({ code: 'busy' }));
      fail();
      await failed;
    });
  });
});
