import { resolveNativePart } from '@espalier/native';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adam,
  allReduceSum,
  type CompiledStep,
  compileStep,
  loadTensorFlow,
  readStepProfile,
  type TensorFlow,
} from '../index.js';
import { numbersFrom } from '../testing/compare-step.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
});
afterEach(() => tf.disposeVariables());

const width = 10;
/** Rows of a variable that is updated by the op of our own, in no multiple of a vector, and of one that TensorFlow's updates. */
const rows = { large: 1639, small: 1638 };
const inputs = { gradient: { shape: [rows.large, width] } } as const;

/** Some numbers are zero, and some as small or as large as they get. */
function gradientOf(step: number): Float32Array {
  const next = numbersFrom(step);
  const scales = [0, 1, 1e-20, 1e15];
  return Float32Array.from({ length: rows.large * width }, (_, at) => next() * (scales[at % 4] as number));
}

type Sums = (tensors: readonly Tensor[]) => readonly Tensor[];

/** Two variables of the same numbers, as far as they go, and their updates by what is fed. */
function compile(
  sums: Sums,
  options: Partial<Parameters<typeof compileStep>[2]> = {},
): Promise<CompiledStep> {
  const variables = Object.entries(rows).map(([name, count]) => {
    const values = Float32Array.from({ length: count * width }, numbersFrom(3));
    return tf.tidy(() => tf.variable(tf.tensor(values, [count, width]), true, name));
  });
  const optimizer = adam(tf, { learningRate: 0.01 });
  const body = ({ gradient }: Readonly<Record<string, Tensor>>) => {
    const before = tf.stack(variables.map((each) => tf.sum(each)));
    const [large, small] = sums(
      variables.map(({ shape }) => tf.slice(gradient as Tensor, 0, shape as [number, number])),
    );
    optimizer.applyGradients({ large: large as Tensor, small: small as Tensor });
    return { before, after: tf.stack(variables.map((each) => tf.sum(each))) };
  };
  return compileStep(tf, body, { inputs, ...options });
}

function stateOf(step: CompiledStep, name: keyof typeof rows): Float32Array[] {
  const values = step.readVariables([name, `adam/m/${name}`, `adam/v/${name}`]);
  return [...values.values()].map(({ values }) => (values as Float32Array).slice(0, rows.small * width));
}

async function opsOf(step: CompiledStep): Promise<string[]> {
  const { metadata } = await step.runTraced({ gradient: gradientOf(99) });
  return metadata.flatMap(readStepProfile).map(({ op }) => op);
}

/** Of a gang of two in which both ranks have the same. */
const twice = {
  rank: 0,
  worldSize: 2,
  allReduceSum: () => Promise.reject(new Error('not asked for')),
  allGather: () => Promise.reject(new Error('not asked for')),
  exchange: async (own: readonly Float32Array[]) => {
    const part = new Float32Array(own.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of own) {
      part.set(piece, at);
      at += piece.length;
    }
    return [part, part];
  },
};

describe('an update of a large variable', () => {
  it.each([
    ['of one rank', (tensors) => tensors, {}],
    ['of a sum that others read too', (tensors) => tensors.map((each) => tf.add(each, each)), {}],
    [
      "of two ranks' parts",
      (tensors) => allReduceSum(tf, tensors),
      { collective: { kind: 'host', reducer: twice } },
    ],
  ] as [string, Sums, object][])("gives the bits of TensorFlow's own op: %s", async (_, sums, options) => {
    const step = await compile(sums, options);
    const sumOf = (name: keyof typeof rows) => stateOf(step, name)[0]?.reduce((sum, each) => sum + each, 0);
    for (let number = 0; number < 30; number += 1) {
      await step.run({ gradient: gradientOf(number) });
      expect(stateOf(step, 'large')).toEqual(stateOf(step, 'small'));
    }
    expect(sumOf('large')).not.toBeNaN();
    const ops = await opsOf(step);
    expect(ops.filter((op) => /ApplyAdam/.test(op)).sort()).toEqual([
      'EspalierApplyAdam',
      'ResourceApplyAdam',
    ]);
    step.dispose();
  });

  it('leaves what was read of it before as it was, and shows what is read after', async () => {
    const step = await compile((tensors) => tensors);
    const gradient = gradientOf(1).fill(1);
    const first = step.runSync({ gradient });
    const copy = step.readVariables(['large']).get('large')?.values.slice();
    const kept = step.readVariables(['large']).get('large');
    const second = step.runSync({ gradient });
    expect(second.before?.values).toEqual(first.after?.values);
    expect(first.after?.values).not.toEqual(first.before?.values);
    expect(kept?.values).toEqual(copy);
    step.dispose();
  });

  it('is of what was written last', async () => {
    const step = await compile((tensors) => tensors);
    const state = step.readVariables();
    const gradient = gradientOf(1);
    step.runSync({ gradient });
    const once = stateOf(step, 'large');
    const given = new Map(
      [...state].map(([name, value]) => [name, { ...value, values: value.values.slice() }]),
    );
    step.writeVariables(state);
    step.runSync({ gradient });
    expect(stateOf(step, 'large')).toEqual(once);
    // What was written was the caller's, and still is.
    expect(new Map(state)).toEqual(given);
    step.dispose();
  });
});
