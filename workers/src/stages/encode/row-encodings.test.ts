import type { LabelledChunk } from '@espalier/features';
import { buildLeafMap, openForestEncoder } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import { floatColumn, type TypedColumn } from '@espalier/ranker';
import { Booster, DMatrix, loadXgboost, type XGBoost } from '@espalier/xgboost';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asLeaves, asMargins, marginMoments, type OpenForests } from './row-encodings.js';

const tasks = ['click', 'share'];
const [rows, columns, trees] = [3000, 4, 12];
const matrix = Float32Array.from({ length: rows * columns }, (_, i) =>
  i % 31 === 0 ? Number.NaN : (i * 7919) % 97,
);
const labels = {
  click: Float32Array.from({ length: rows }, (_, row) => Number((matrix[row * columns] ?? 0) > 40)),
  share: Float32Array.from({ length: rows }, (_, row) => Number((row * 13) % 5 === 0)),
};
const folds = Uint8Array.from({ length: rows }, (_, row) => (row * 2_654_435_761) % 3);
const chunk: LabelledChunk = {
  startRow: 0,
  rows,
  columns,
  matrix,
  dense: Float32Array.from({ length: rows * 2 }, (_, i) => i),
  denseColumns: ['age', 'hours'],
  labels,
  clusters: null,
  folds,
};

const columnText = ({ name, dtype, width }: TypedColumn) => `${name} ${dtype} x ${width}`;

const marginsIn = (encoded: readonly TypedColumn[]) => floatColumn({ rows, columns: encoded }, 'margins');

interface Fitted extends OpenForests {
  readonly boosters: readonly { readonly task: string; readonly bytes: Uint8Array }[];
}

let xgb: XGBoost;
let byFold: Fitted[];
let main: Fitted;

const rowsWhere = (taken: (fold: number) => boolean) =>
  [...folds].flatMap((fold, row) => (taken(fold) ? [row] : []));

const matrixOf = (wanted: readonly number[]) => {
  const cells = wanted.flatMap((row) => [...matrix.subarray(row * columns, (row + 1) * columns)]);
  return DMatrix.fromDense(xgb, Float32Array.from(cells), wanted.length, columns, { threads: 1 });
};

async function fitOn(wanted: readonly number[]): Promise<Fitted> {
  await using train = await matrixOf(wanted);
  const boosters: { task: string; bytes: Uint8Array }[] = [];
  for (const [task, values] of Object.entries(labels)) {
    await train.setLabel(Float32Array.from(wanted, (row) => values[row] ?? 0));
    const params = { objective: 'binary:logistic', max_depth: 4, nthread: 1, seed: 3 };
    await using booster = await Booster.create(xgb, params, [train]);
    for (let round = 0; round < trees; round += 1) await booster.update(round, train);
    boosters.push({ task, bytes: await booster.saveBytes() });
  }
  const leafMap = await buildLeafMap(xgb, boosters);
  return { boosters, leafMap, encoder: await openForestEncoder(xgb, { boosters, leafMap }) };
}

/** XGBoost adds the same numbers, in an order of its own. */
function expectSame(found: Float32Array, expected: Float32Array): void {
  expect(found.length).toBe(expected.length);
  const differences = found.map((value, row) => Math.abs(value - (expected[row] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThan(2e-6);
}

/** XGBoost's own margins of the rows. */
async function predicted({ boosters }: Fitted, task: string, wanted: readonly number[]) {
  const { bytes } = boosters.find((booster) => booster.task === task) ?? { bytes: new Uint8Array(0) };
  await using booster = await Booster.load(xgb, bytes, { nthread: 1 });
  await using input = await matrixOf(wanted);
  return await booster.predict(input, { output: 'margin' });
}

beforeAll(async () => {
  xgb = loadXgboost(resolveNativePart('xgboost'));
  byFold = [];
  for (const fold of [0, 1, 2]) byFold.push(await fitOn(rowsWhere((each) => each !== fold)));
  main = await fitOn(rowsWhere(() => true));
});

afterAll(async () => {
  await xgb.close();
});

describe('asMargins', () => {
  it('gives a row the margins of the forests that have not seen its fold, as XGBoost predicts them', async () => {
    const encoded = await asMargins(byFold, tasks)(chunk);
    expect(encoded.map(columnText)).toEqual(['dense float32 x 2', 'margins float32 x 2']);
    const margins = marginsIn(encoded);
    for (const [fold, fitted] of byFold.entries()) {
      const ofFold = rowsWhere((each) => each === fold);
      expect(ofFold.length).toBeGreaterThan(500);
      for (const [index, task] of tasks.entries()) {
        const found = Float32Array.from(ofFold, (row) => margins[row * 2 + index] ?? 0);
        expectSame(found, await predicted(fitted, task, ofFold));
      }
    }
    expect(encoded[0]?.values).toBe(chunk.dense);
  });

  it('gives rows without folds the margins of the only forests', async () => {
    const encoded = await asMargins([main], tasks)({ ...chunk, folds: null });
    const margins = marginsIn(encoded);
    for (const [index, task] of tasks.entries()) {
      const found = Float32Array.from({ length: rows }, (_, row) => margins[row * 2 + index] ?? 0);
      expectSame(
        found,
        await predicted(
          main,
          task,
          rowsWhere(() => true),
        ),
      );
    }
  });

  it('refuses rows of another number of folds than there are forests', async () => {
    await expect(asMargins(byFold, tasks)({ ...chunk, folds: null })).rejects.toThrow(RangeError);
    await expect(asMargins([main], tasks)(chunk)).rejects.toThrow(RangeError);
  });

  it('is measured task by task', async () => {
    const encoded = await asMargins(byFold, tasks)(chunk);
    const margins = marginsIn(encoded);
    const moments = marginMoments({ rows, columns: encoded }, tasks.length);
    for (const [index, { count, mean, m2 }] of moments.entries()) {
      const values = Array.from({ length: rows }, (_, row) => margins[row * 2 + index] ?? 0);
      const expected = values.reduce((sum, value) => sum + value, 0) / rows;
      expect(count).toBe(rows);
      expect(mean).toBeCloseTo(expected, 9);
      expect(m2).toBeCloseTo(
        values.reduce((sum, value) => sum + (value - expected) ** 2, 0),
        6,
      );
      expect(m2).toBeGreaterThan(0);
    }
  });
});

describe('asLeaves', () => {
  it('gives the leaves beside the dense features as they are', async () => {
    const encoded = await asLeaves(main)(chunk);
    expect(encoded.map(columnText)).toEqual([`leaves uint8 x ${2 * trees}`, 'dense float32 x 2']);
    expect(encoded[0]?.values).toHaveLength(rows * 2 * trees);
    expect(encoded[1]?.values).toBe(chunk.dense);
  });
});
