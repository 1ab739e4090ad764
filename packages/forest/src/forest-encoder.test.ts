import { type LeafMap, leafSlots } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { Booster, DMatrix, loadXgboost, type XGBoost } from '@espalier/xgboost';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLeafMap } from './build-leaf-map.js';
import { openForestEncoder } from './forest-encoder.js';
import type { ForestBytes } from './open-booster.js';

const rows = 1500;
const columns = 3;
const matrix = Float32Array.from({ length: rows * columns }, (_, i) =>
  i % 31 === 0 ? NaN : (i * 7919) % 97,
);
const labelOf = {
  click: (row: number) => (row * columns * 7919) % 97 > 40,
  share: (row: number) => (row * 13) % 5 === 0,
};

let xgb: XGBoost;
let boosters: ForestBytes[];
let leafMap: LeafMap;

async function fit(task: keyof typeof labelOf, rounds: number): Promise<ForestBytes> {
  await using train = await DMatrix.fromDense(xgb, matrix, rows, columns, { threads: 1 });
  await train.setLabel(Float32Array.from({ length: rows }, (_, row) => Number(labelOf[task](row))));
  const params = { objective: 'binary:logistic', max_depth: 4, gamma: 0.5, nthread: 1, seed: 3 };
  await using booster = await Booster.create(xgb, params, [train]);
  for (let round = 0; round < rounds; round += 1) await booster.update(round, train);
  return { task, bytes: await booster.saveBytes() };
}

beforeAll(async () => {
  xgb = loadXgboost(resolveNativePart('xgboost'));
  boosters = [await fit('click', 6), await fit('share', 4)];
  leafMap = await buildLeafMap(xgb, boosters);
});

afterAll(async () => {
  await xgb.close();
});

describe('buildLeafMap', () => {
  it('gives every leaf of every tree one ID, without gaps, by task, tree and node', () => {
    expect(leafMap.forests.map(({ task, trees }) => [task, trees.length])).toEqual([
      ['click', 6],
      ['share', 4],
    ]);
    const trees = leafMap.forests.flatMap((forest) => forest.trees);
    const ids = trees.flatMap((tree) => tree.nodeIds.map((_, ordinal) => tree.offset + ordinal));
    expect(ids).toEqual(Array.from({ length: leafMap.totalLeaves }, (_, id) => id));
    for (const tree of trees) expect(tree.nodeIds).toEqual([...tree.nodeIds].sort((a, b) => a - b));
  });

  it('refuses bytes that are no forest', async () => {
    const bytes = new TextEncoder().encode('no forest');
    await expect(buildLeafMap(xgb, [{ task: 'click', bytes }])).rejects.toMatchObject({
      code: 'encoder.invalid-forest',
      message: expect.stringContaining('task click'),
    });
  });
});

describe('openForestEncoder', () => {
  it("leads to each forest's own predictions, whatever the order of the boosters and the size of chunks", async () => {
    const encoder = await openForestEncoder(xgb, {
      boosters: boosters.toReversed(),
      leafMap,
    });
    const half = rows / 2;
    const parts = [matrix.subarray(0, half * columns), matrix.subarray(half * columns)];
    const ordinals: number[] = [];
    for (const part of parts) ordinals.push(...(await encoder.encode(part, half, columns)));
    expect(ordinals).toEqual([...(await encoder.encode(matrix, rows, columns))]);

    await using input = await DMatrix.fromDense(xgb, matrix, rows, columns);
    let firstSlot = 0;
    for (const [position, forest] of leafMap.forests.entries()) {
      const margins = Float32Array.from({ length: rows }, (_, row) =>
        forest.trees.reduce((sum, tree, index) => {
          const ordinal = ordinals[row * leafSlots(leafMap) + firstSlot + index] ?? -1;
          return sum + (tree.values[ordinal] ?? Number.NaN);
        }, forest.baseMargin),
      );
      firstSlot += forest.trees.length;
      await using booster = await Booster.load(xgb, boosters[position]?.bytes ?? new Uint8Array());
      const expected = await booster.predict(input, { output: 'margin' });
      const error = Math.max(
        ...margins.map((margin, row) => Math.abs(margin - (expected[row] ?? Number.NaN))),
      );
      expect(error).toBeLessThan(1e-5);
    }
  });

  it.each([
    { depth: 'no', params: { max_depth: 6, gamma: 1e9 }, width: 1 },
    { depth: 'six', params: { max_depth: 6 }, width: 1 },
    { depth: 'twelve', params: { max_depth: 12, min_child_weight: 0, reg_lambda: 0 }, width: 2 },
  ])('finds the leaves that XGBoost finds in trees of $depth levels', async ({ params, width }) => {
    const noise = Float32Array.from({ length: rows * columns }, (_, i) =>
      i % 7 === 0 ? Number.NaN : Math.fround(Math.sin(i * 12.9898) * 43758.5453) % 1,
    );
    const labels = Float32Array.from({ length: rows }, (_, row) => (row * 7919) % 2);
    await using input = await DMatrix.fromDense(xgb, noise, rows, columns);
    await input.setLabel(labels);
    await using booster = await Booster.create(xgb, { objective: 'binary:logistic', ...params }, [input]);
    for (let round = 0; round < 9; round += 1) await booster.update(round, input);
    const forest = { task: 'noise', bytes: await booster.saveBytes() };
    const map = await buildLeafMap(xgb, [forest]);
    const encoder = await openForestEncoder(xgb, { boosters: [forest], leafMap: map });
    const ordinals = await encoder.encode(noise, rows, columns);
    expect(ordinals.BYTES_PER_ELEMENT).toBe(width);
    const trees = map.forests[0]?.trees ?? [];
    const nodes = Int32Array.from(ordinals, (ordinal, i) => trees[i % trees.length]?.nodeIds[ordinal] ?? -1);
    expect(nodes).toEqual((await booster.predictLeaf(input)).leaves);
  });

  it('encodes no rows as no ordinals', async () => {
    const encoder = await openForestEncoder(xgb, { boosters, leafMap });
    expect(await encoder.encode(new Float32Array(0), 0, columns)).toHaveLength(0);
  });

  it.each([2, 5])('refuses rows of %i columns for forests of 3', async (width) => {
    const encoder = await openForestEncoder(xgb, { boosters, leafMap });
    await expect(encoder.encode(new Float32Array(2 * width), 2, width)).rejects.toMatchObject({
      code: 'encoder.invalid-forest',
      details: { task: 'click', found: width, expected: 3 },
    });
  });

  it('refuses forests that the leaf map was not made from', async () => {
    const swapped = [{ task: 'click', bytes: boosters[1]?.bytes ?? new Uint8Array() }, ...boosters.slice(1)];
    await expect(openForestEncoder(xgb, { boosters: swapped, leafMap })).rejects.toMatchObject({
      code: 'encoder.invalid-forest',
      details: { task: 'click', found: 4, expected: 6 },
    });
    await expect(openForestEncoder(xgb, { boosters: boosters.slice(1), leafMap })).rejects.toMatchObject({
      code: 'encoder.invalid-forest',
    });
  });
});
