import type { HostReducer } from '@espalier/collectives';
import { resolveNativePart } from '@espalier/native';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adam,
  allReduceSum,
  type CompiledStep,
  type CompileOptions,
  compileStep,
  loadTensorFlow,
  readStepProfile,
  type TensorFlow,
} from '../index.js';
import { alignedArray } from '../native/native-tensor.js';
import { numbersFrom } from '../testing/compare-step.js';

let tf: TensorFlow;

beforeAll(async () => {
  tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 2 });
});
afterEach(() => tf.disposeVariables());

const width = 10;
/** Rows of a variable that the op of our own updates: its numbers are no multiple of a vector, or begin and end with a cache line. */
const ragged = 1639;
const aligned = 1640;
const rowsOfTail = 38;
const names = ['whole', 'head', 'tail'];

type Values = Float32Array<ArrayBufferLike>;

/** Some numbers are zero, some very small, some very large. */
function gradientOf(step: number, rows: number): Float32Array {
  const next = numbersFrom(step);
  const scales = [0, 1, 1e-20, 1e15];
  return Float32Array.from({ length: rows * width }, (_, at) => next() * (scales[at % 4] as number));
}

/** The same numbers twice: as one, and in two parts, which are small enough for TensorFlow's op. */
function split(whole: Tensor): Tensor[] {
  const rowsOfHead = (whole.shape[0] as number) - rowsOfTail;
  return [whole, tf.slice(whole, 0, [rowsOfHead, width]), tf.slice(whole, rowsOfHead, [rowsOfTail, width])];
}

function makeVariables(rows: number): Variable[] {
  const values = Float32Array.from({ length: rows * width }, numbersFrom(3));
  return tf.tidy(() =>
    split(tf.tensor(values, [rows, width])).map((part, index) => tf.variable(part, true, names[index])),
  );
}

interface Case {
  /** Default `ragged`. */
  readonly rows?: number;
  /** What updates the variables, of what is fed. */
  readonly gradients?: (fed: Tensor) => Tensor[];
  readonly rateOf?: (fed: Tensor) => Tensor | number;
  readonly updates?: number;
  readonly options?: Partial<CompileOptions<{ gradient: { shape: [number, number] } }>>;
}

function compile({
  rows = ragged,
  gradients = split,
  rateOf = () => 0.01,
  updates = 1,
  options,
}: Case): Promise<CompiledStep> {
  const variables = makeVariables(rows);
  const optimizer = adam(tf);
  const body = ({ gradient }: { readonly gradient: Tensor }) => {
    const before = tf.stack(variables.map((each) => tf.sum(each)));
    for (let update = 0; update < updates; update += 1) {
      const given = gradients(gradient);
      optimizer.learningRate = rateOf(gradient);
      optimizer.applyGradients(
        Object.fromEntries(variables.map(({ name }, index) => [name, given[index] as Tensor])),
      );
    }
    return { before, after: tf.stack(variables.map((each) => tf.sum(each))) };
  };
  const inputs = { gradient: { shape: [rows, width] as [number, number] } };
  return compileStep(tf, body, { inputs, session: { threads: 1 }, ...options });
}

/** The variable and its moments, as one and as the parts behind each other. */
function stateOf(step: CompiledStep): [whole: Values[], parts: Values[]] {
  const read = (name: string) =>
    [...step.readVariables([name, `adam/m/${name}`, `adam/v/${name}`]).values()].map(
      ({ values }) => values as Values,
    );
  const [head, tail] = [read('head'), read('tail')];
  return [read('whole'), head.map((values, slot) => Float32Array.of(...values, ...(tail[slot] as Values)))];
}

async function opsOf(step: CompiledStep, rows = ragged): Promise<string[]> {
  const { metadata } = await step.runTraced({ gradient: gradientOf(99, rows) });
  return metadata.flatMap(readStepProfile).map(({ op }) => op);
}

/** Of a gang of two: what the other rank has is three times as much, and all lies where it lay before, which starts at a cache line. */
function twoRanks(): HostReducer {
  const places = [0, 1].map(() => alignedArray('float32', 4 * aligned * width));
  const refuse = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ rank: 0, worldSize: 2, allReduceSum: refuse, allGather: refuse },
    exchange: async (own) => {
      const length = own.reduce((sum, piece) => sum + piece.length, 0);
      const [mine, theirs] = places.map((place) => place.subarray(0, length)) as [Values, Values];
      let at = 0;
      for (const piece of own) {
        mine.set(piece, at);
        at += piece.length;
      }
      theirs.set(mine.map((value) => 3 * value));
      return [mine, theirs];
    },
  };
}

const gang = (): Pick<Case, 'options'> => ({
  options: { session: { threads: 1 }, collective: { kind: 'host', reducer: twoRanks() } },
});
/** Of an exchange after that of the gradients. */
const laterSum = (fed: Tensor): Tensor => {
  const [sum] = allReduceSum(tf, [tf.mul(fed, 2)]);
  return tf.add(0.01, tf.mul(0, tf.mean(sum as Tensor)));
};

describe('an update of a large variable', () => {
  it.each([
    ['of one rank', {}],
    ['of a sum', { gradients: (fed) => split(tf.add(fed, fed)) }],
    ['twice in a step', { updates: 2 }],
    ["of two ranks' parts", { gradients: (fed) => allReduceSum(tf, split(fed)), ...gang() }],
    [
      'of parts that are elsewhere by then',
      { rows: aligned, gradients: (fed) => allReduceSum(tf, split(fed)), rateOf: laterSum, ...gang() },
    ],
    ['by a rate that comes after the gradients', { rateOf: laterSum, ...gang() }],
  ] as [string, Case][])("gives the bits of TensorFlow's own op: %s", async (_, given) => {
    const step = await compile(given);
    for (let number = 0; number < 12; number += 1) {
      const { before, after } = await step.run({ gradient: gradientOf(number, given.rows ?? ragged) });
      expect(before?.values).not.toEqual(after?.values);
      const [whole, parts] = stateOf(step);
      expect(whole).toEqual(parts);
      expect(whole[0]?.some(Number.isNaN)).toBe(false);
    }
    const updates = (await opsOf(step, given.rows)).filter((op) => /ApplyAdam/.test(op));
    const once = ['EspalierApplyAdam', 'ResourceApplyAdam', 'ResourceApplyAdam'];
    expect(updates.sort()).toEqual(given.updates === 2 ? [...once, ...once].sort() : once);
    step.dispose();
  });

  it("is TensorFlow's where more threads than one may share it", async () => {
    const step = await compile({ options: { session: { threads: 2 } } });
    expect(await opsOf(step)).not.toContain('EspalierApplyAdam');
    step.dispose();
  });

  it('begins at what was written last, which stays the own of who wrote it', async () => {
    const step = await compile({});
    const state = step.readVariables();
    const given = new Map(
      [...state].map(([name, value]) => [name, { ...value, values: value.values.slice() }]),
    );
    const gradient = gradientOf(1, ragged);
    const first = step.runSync({ gradient });
    const [once] = stateOf(step);
    const second = step.runSync({ gradient });
    expect(second.before?.values).toEqual(first.after?.values);
    step.writeVariables(state);
    step.runSync({ gradient });
    expect(stateOf(step)[0]).toEqual(once);
    expect(new Map(state)).toEqual(given);
    step.dispose();
  });
});

describe('an update by a gradient of another shape', () => {
  it.each([
    ['eagerly', async (body: () => void) => body()],
    [
      'compiled',
      async (body: () => void) => {
        const step = () => {
          body();
          return { one: tf.scalar(1) };
        };
        (await compileStep(tf, step, { inputs: {}, session: { threads: 1 } })).dispose();
      },
    ],
  ])('is refused, be it of as many numbers, or of one: %s', async (_, run) => {
    for (const other of [[width, ragged], [1], [ragged]]) {
      tf.disposeVariables();
      makeVariables(ragged);
      const optimizer = adam(tf);
      const refusal = { code: 'shape-mismatch', message: expect.stringContaining('"whole"') };
      await expect(run(() => optimizer.applyGradients({ whole: tf.ones(other) }))).rejects.toThrow(
        expect.objectContaining(refusal),
      );
    }
  });
});
