import { forestParams } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import { pipelineSchema } from '@espalier/spec';
import { Communicator, DMatrix, fitSegmented, loadXgboost, Tracker, type XGBoost } from '@espalier/xgboost';
import { describe, expect, it } from 'vitest';
import { type FitProgress, type FittedForest, fitForests } from './encoder-fit.js';
import { type PlannedForest, plannedForests } from './encoder-plan.js';
import { type EncoderRows, rowsOutside } from './encoder-rows.js';
import { encoderShare } from './encoder-share.js';

const libraryPath = resolveNativePart('xgboost');
const spec = pipelineSchema.parse({
  name: 'log',
  source: { train: { uri: 'log.parquet' }, split: { eval: '10%' } },
  tasks: [
    { name: 'click', group: 'passive', label: 'click' },
    { name: 'share', group: 'active', label: 'share' },
  ],
  encoder: { trees: 7, maxDepth: 3, checkpointEvery: 3, folds: 2 },
});
const planned = plannedForests(spec);
const columns = 4;

/** Rows `from` to `to` of a made-up table, whose folds alternate unless told. */
function made(from: number, to: number, foldOf = (row: number) => row % 2): EncoderRows {
  const rows = to - from;
  const cell = (row: number, column: number) => (((from + row) * 4 + column) * 7919) % 101;
  const values = Array.from({ length: rows * columns }, (_, i) => cell(Math.floor(i / columns), i % columns));
  const ofRows = (value: (row: number) => number) =>
    Float32Array.from({ length: rows }, (_, row) => value(row));
  return {
    rows,
    columns,
    matrix: Float32Array.from(values),
    labels: {
      click: ofRows((row) => Number(cell(row, 0) + cell(row, 1) > 100)),
      share: ofRows((row) => Number(cell(row, 2) % 7 < 2)),
    },
    folds: Uint8Array.from(ofRows((row) => foldOf(from + row))),
  };
}

interface Fit {
  readonly forests: readonly FittedForest[];
  readonly checkpoints: readonly (readonly FittedForest[])[];
  readonly progress: readonly FitProgress[];
}

/** Fits on each rank's rows, each lane in an instance of its own. */
async function fit(
  ranks: readonly EncoderRows[],
  {
    from = [],
    lanes = 2,
    forests: asked = planned,
  }: { from?: readonly FittedForest[]; lanes?: number; forests?: readonly PlannedForest[] } = {},
): Promise<Fit[]> {
  const instances: XGBoost[] = [];
  const load = () => {
    const xgb = loadXgboost(libraryPath);
    instances.push(xgb);
    return xgb;
  };
  const gangs = Array.from({ length: lanes }, () => Tracker.start(load(), { worldSize: ranks.length }));
  const trackers = await Promise.all(gangs);
  const fits = await Promise.all(
    ranks.map(async (rows, rank) => {
      const own = trackers.map(load);
      // A gang of one sums nothing.
      const joined = ranks.length === 1 ? [] : own;
      const communicators = await Promise.all(
        joined.map((xgb, lane) => Communicator.init(xgb, { ...trackers[lane]?.workerArgs, taskId: rank })),
      );
      const checkpoints: (readonly FittedForest[])[] = [];
      const progress: FitProgress[] = [];
      const forests = await fitForests(own, rows, {
        planned: asked,
        settings: spec.encoder,
        from,
        onRound: (each) => progress.push(each),
        onSegment: async (sofar) => void checkpoints.push(sofar),
      });
      await Promise.all(communicators.map((communicator) => communicator.finalize()));
      return { forests, checkpoints, progress };
    }),
  );
  await Promise.all(trackers.map((tracker) => tracker.dispose()));
  await Promise.all(instances.map((xgb) => xgb.close()));
  return fits;
}

const bytesOf = (forests: readonly FittedForest[] = []) =>
  forests.map(({ bytes }) => Buffer.from(bytes).toString('base64'));

describe('plannedForests', () => {
  it('are the main ones, then half as many trees a fold, each with a seed of its own', () => {
    expect(planned.map(({ task, fold, rounds }) => [task, fold, rounds])).toEqual([
      ['click', null, 7],
      ['share', null, 7],
      ['click', 0, 4],
      ['share', 0, 4],
      ['click', 1, 4],
      ['share', 1, 4],
    ]);
    expect(planned.map(({ seed }) => seed)).toEqual([7, 8, 9, 10, 11, 12]);
    const lookedUp = { ...spec, model: { ...spec.model, leaves: 'embeddings' as const } };
    expect(plannedForests(lookedUp)).toEqual(planned.slice(0, 2));
  });
});

describe('fitForests', () => {
  it('fits a fold by the rows outside it alone', async () => {
    const all = made(0, 500);
    const [whole] = await fit([all]);
    expect(whole?.forests.map(({ task, fold, rounds }) => ({ task, fold, rounds }))).toEqual(
      planned.map(({ task, fold, rounds }) => ({ task, fold, rounds })),
    );
    await using xgb = loadXgboost(libraryPath);
    for (const [place, { task, fold, rounds, seed }] of planned.entries()) {
      const seen = [...(all.folds ?? [])].flatMap((each, row) => (each === fold ? [] : [row]));
      const cells = seen.flatMap((row) => [...all.matrix.subarray(row * columns, (row + 1) * columns)]);
      await using matrix = await DMatrix.fromDense(xgb, Float32Array.from(cells), seen.length, columns);
      await matrix.setLabel(Float32Array.from(seen, (row) => all.labels[task]?.[row] ?? 0));
      const options = { params: forestParams(spec.encoder, 'binary'), rounds, segmentRounds: 3, seed };
      const { bytes } = await fitSegmented(xgb, matrix, options);
      expect(Buffer.compare(bytes, whole?.forests[place]?.bytes ?? Buffer.of())).toBe(0);
    }
  });

  it('counts the rounds of all forests', async () => {
    const [whole] = await fit([made(0, 200)]);
    expect(whole?.progress.map(({ doneSteps }) => doneSteps)).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
    expect(new Set(whole?.progress.map(({ totalSteps }) => totalSteps))).toEqual(new Set([30]));
  });

  describe.each([1, 2])('on %i rank(s)', (worldSize) => {
    const ranks = worldSize === 1 ? [made(0, 400)] : [made(0, 250), made(250, 400)];

    it('ends in the same bytes on any number of lanes', async () => {
      const expected = bytesOf((await fit(ranks, { lanes: 1 }))[0]?.forests);
      expect(new Set(expected).size).toBe(planned.length);
      for (const lanes of [2, 3]) {
        for (const { forests } of await fit(ranks, { lanes })) expect(bytesOf(forests)).toEqual(expected);
      }
    });

    it('ends in the same bytes from any checkpoint', async () => {
      const [whole] = await fit(ranks);
      const expected = bytesOf(whole?.forests);
      // Three of each main forest and two of each of the others, but the last of all.
      expect(whole?.checkpoints).toHaveLength(13);
      // As lanes may leave them: all have a segment behind them.
      const begun = planned.flatMap(({ task, fold }) => {
        const saved = (whole?.checkpoints ?? []).flat();
        return saved.find((each) => each.task === task && each.fold === fold) ?? [];
      });
      expect(begun.map(({ rounds }) => rounds)).toEqual(planned.map(() => 3));
      for (const resumed of await fit(ranks, { from: begun })) {
        expect(bytesOf(resumed.forests)).toEqual(expected);
      }
      for (const [place, from] of (whole?.checkpoints ?? []).entries()) {
        for (const resumed of await fit(ranks, { from, lanes: 1 + (place % 2) })) {
          expect(bytesOf(resumed.forests)).toEqual(expected);
        }
      }
    });
  });

  it.each([2, 3, 4])('on %i ranks that fit apart ends in the bytes of one rank', async (worldSize) => {
    const all = made(0, 400);
    const [whole] = await fit([all]);
    const apart = { ...spec, encoder: { ...spec.encoder, distribute: 'forests' as const } };
    const shares = Array.from(
      { length: worldSize },
      (_, rank) => encoderShare(apart, { rank, worldSize }).forests,
    );
    const fits = await Promise.all(shares.map((forests) => fit([all], { lanes: 1, forests })));
    const fitted = fits.flatMap(([rank]) => rank?.forests ?? []);
    for (const { task, fold, bytes } of whole?.forests ?? []) {
      const same = fitted.find((each) => each.task === task && each.fold === fold);
      expect(Buffer.compare(bytes, same?.bytes ?? Buffer.of())).toBe(0);
    }
    expect(fitted).toHaveLength(planned.length);
  });

  it('goes on where all rows of a rank lie in one fold, and where it has none', async () => {
    const lonely = made(40, 60, () => 0);
    for (const ranks of [
      [made(0, 40), lonely],
      [lonely, made(0, 40)],
      [made(0, 40), made(40, 40)],
    ]) {
      const [first, second] = await fit(ranks);
      expect(first?.forests).toHaveLength(planned.length);
      expect(bytesOf(second?.forests)).toEqual(bytesOf(first?.forests));
    }
    expect(rowsOutside(lonely, 0).rows).toBe(0);
  });
});
