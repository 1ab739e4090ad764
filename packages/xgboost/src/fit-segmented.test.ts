// A fit resumed from any of its checkpoints ends in the bytes of the uninterrupted one, with sampling, alone and in a gang.
import { resolveNativePart } from '@espalier/native';
import {
  Communicator,
  DMatrix,
  type FitCheckpoint,
  fitSegmented,
  loadXgboost,
  type SegmentedFitOptions,
  Tracker,
  type XGBoost,
} from '@espalier/xgboost';
import { describe, expect, it } from 'vitest';

const libraryPath = resolveNativePart('xgboost');
const rows = 4000;
const columns = 10;
const options = {
  params: {
    objective: 'binary:logistic',
    tree_method: 'hist',
    max_depth: 4,
    eta: 0.2,
    subsample: 0.6,
    colsample_bytree: 0.7,
    colsample_bynode: 0.8,
    nthread: 1,
  },
  rounds: 11,
  segmentRounds: 4,
  seed: 42,
} as const satisfies SegmentedFitOptions;

/** One rank's share of a fixed data set. */
async function shareOf(xgb: XGBoost, rank: number, worldSize: number): Promise<DMatrix> {
  const features = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  let state = 99;
  for (let i = 0; i < features.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    features[i] = state / 2 ** 32;
  }
  for (let row = 0; row < rows; row += 1) {
    const [a = 0, b = 0, c = 0] = features.subarray(row * columns, row * columns + 3);
    labels[row] = a * b + c > 0.8 ? 1 : 0;
  }
  const from = Math.floor((rows * rank) / worldSize);
  const to = Math.floor((rows * (rank + 1)) / worldSize);
  const matrix = await DMatrix.fromDense(
    xgb,
    features.subarray(from * columns, to * columns),
    to - from,
    columns,
  );
  await matrix.setLabel(labels.subarray(from, to));
  return matrix;
}

type Overrides = Partial<Pick<SegmentedFitOptions, 'from' | 'seed'>>;

/** Fits in a fresh instance a rank, each with its own native thread, and returns each rank's checkpoints. */
async function fitInGang(worldSize: number, overrides: Overrides = {}): Promise<FitCheckpoint[][]> {
  const instances = Array.from({ length: worldSize }, () => loadXgboost(libraryPath));
  const [first] = instances;
  if (first === undefined) throw new Error('A gang has at least one rank');
  await using tracker = await Tracker.start(first, { worldSize });
  const checkpoints = await Promise.all(
    instances.map(async (xgb, rank) => {
      const communicator =
        worldSize === 1 ? undefined : await Communicator.init(xgb, { ...tracker.workerArgs, taskId: rank });
      const matrix = await shareOf(xgb, rank, worldSize);
      const segments: FitCheckpoint[] = [];
      const last = await fitSegmented(xgb, matrix, {
        ...options,
        ...overrides,
        onSegment: (segment) => void segments.push(segment),
      });
      if (segments.length > 0) expect(last).toEqual(segments.at(-1));
      await communicator?.finalize();
      return segments;
    }),
  );
  await Promise.all(instances.map((xgb) => xgb.close()));
  return checkpoints;
}

describe.each([1, 2])('on %i rank(s)', (worldSize) => {
  it('a fit resumed from any checkpoint ends in the same bytes', async () => {
    const [whole = []] = await fitInGang(worldSize);
    expect(whole.map(({ rounds }) => rounds)).toEqual([4, 8, 11]);
    for (const from of whole.slice(0, 2)) {
      for (const resumed of await fitInGang(worldSize, { from })) {
        expect(resumed.at(-1)?.rounds).toBe(11);
        expect(Buffer.compare(resumed.at(-1)?.bytes ?? Buffer.of(), whole.at(-1)?.bytes ?? Buffer.of())).toBe(
          0,
        );
      }
    }
  });

  it('all ranks end in the same bytes, and another seed in others', async () => {
    const finals = (await fitInGang(worldSize)).map((segments) => segments.at(-1)?.bytes);
    for (const bytes of finals) expect(bytes).toEqual(finals[0]);
    const other = await fitInGang(worldSize, { seed: 43 });
    expect(other[0]?.at(-1)?.bytes).not.toEqual(finals[0]);
  });
});

it('every segment draws its own samples', async () => {
  await using xgb = loadXgboost(libraryPath);
  const matrix = await shareOf(xgb, 0, 1);
  const one = await fitSegmented(xgb, matrix, { ...options, segmentRounds: 11 });
  const many = await fitSegmented(xgb, matrix, options);
  expect(many.bytes).not.toEqual(one.bytes);
});

it('a finished checkpoint comes back as it is', async () => {
  const from = { bytes: Uint8Array.of(1), rounds: 11 };
  expect(await fitInGang(1, { from })).toEqual([[]]);
});

it('refuses a checkpoint that is not at the end of a segment, and senseless numbers', async () => {
  await using xgb = loadXgboost(libraryPath);
  const matrix = await shareOf(xgb, 0, 1);
  const refused = [
    { ...options, from: { bytes: Uint8Array.of(1), rounds: 6 } },
    { ...options, from: { bytes: Uint8Array.of(1), rounds: 12 } },
    { ...options, rounds: 0 },
    { ...options, segmentRounds: 1.5 },
  ];
  for (const bad of refused) {
    await expect(fitSegmented(xgb, matrix, bad)).rejects.toMatchObject({ code: 'invalid-argument' });
  }
});

it('stops between two rounds when aborted', async () => {
  await using xgb = loadXgboost(libraryPath);
  const controller = new AbortController();
  const done: number[] = [];
  const fitting = fitSegmented(xgb, await shareOf(xgb, 0, 1), {
    ...options,
    signal: controller.signal,
    onRound: (round) => {
      done.push(round);
      if (round === 5) controller.abort(new Error('enough'));
    },
  });
  await expect(fitting).rejects.toThrow('enough');
  expect(done).toEqual([1, 2, 3, 4, 5]);
});
