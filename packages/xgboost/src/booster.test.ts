// Known results: leaf values and predictions worked out by hand from XGBoost's formulas,
// leaf = -eta * sum(gradient) / (sum(hessian) + lambda).
import { resolveNativePart } from '@espalier/native';
import { Booster, type BoosterParams, DMatrix, loadXgboost, XGBoostError } from '@espalier/xgboost';
import { afterAll, describe, expect, it } from 'vitest';

const xgb = loadXgboost(resolveNativePart('xgboost'));
afterAll(() => xgb.close());

const stump: BoosterParams = { max_depth: 1, eta: 0.5, lambda: 1, tree_method: 'hist', nthread: 1 };

async function matrixOf(rows: readonly (readonly number[])[], labels: readonly number[]): Promise<DMatrix> {
  const matrix = await DMatrix.fromDense(
    xgb,
    Float32Array.from(rows.flat()),
    rows.length,
    rows[0]?.length ?? 0,
  );
  await matrix.setLabel(Float32Array.from(labels));
  return matrix;
}

async function fit(params: BoosterParams, matrix: DMatrix, rounds: number): Promise<Booster> {
  const booster = await Booster.create(xgb, params, [matrix]);
  for (let round = 0; round < rounds; round += 1) await booster.update(round, matrix);
  return booster;
}

/** A noisy linear problem with missing values, from a fixed generator. */
async function syntheticMatrix(rows: number, columns: number): Promise<DMatrix> {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const features = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let score = -1;
    for (let column = 0; column < columns; column += 1) {
      const value = random();
      score += value - 0.5;
      features[row * columns + column] = random() < 0.05 ? Number.NaN : value;
    }
    labels[row] = score + random() > 0 ? 1 : 0;
  }
  const matrix = await DMatrix.fromDense(xgb, features, rows, columns);
  await matrix.setLabel(labels);
  return matrix;
}

describe('a regression on a step', () => {
  const rows = [[0], [0], [0], [1], [1], [1], [1], [1]];
  const labels = [1, 1, 1, 3, 3, 3, 3, 3];
  const params = { ...stump, objective: 'reg:squarederror', base_score: 0 };

  it('has the leaf values that the formula gives', async () => {
    const booster = await fit(params, await matrixOf(rows, labels), 1);
    const forest = await booster.dumpTrees();
    expect(forest.baseMargin).toBe(0);
    expect(forest.trees).toHaveLength(1);
    expect([...(forest.trees[0]?.nodeIds ?? [])]).toEqual([1, 2]);
    expect(forest.trees[0]?.values[0]).toBeCloseTo((0.5 * 3) / (3 + 1), 6);
    expect(forest.trees[0]?.values[1]).toBeCloseTo((0.5 * 15) / (5 + 1), 6);
  });

  it('fits the second round to what the first one left', async () => {
    const booster = await fit(params, await matrixOf(rows, labels), 2);
    const [first, second] = [0.375, 0.375 + (0.5 * 3 * (1 - 0.375)) / 4];
    expect(await booster.boostedRounds()).toBe(2);
    const test = await matrixOf([[0]], [0]);
    expect((await booster.predict(test, { rounds: [0, 1] }))[0]).toBeCloseTo(first, 6);
    expect((await booster.predict(test))[0]).toBeCloseTo(second, 6);
  });

  it('counts a row of weight two as two rows', async () => {
    const weighted = await matrixOf([[0], [1]], [1, 3]);
    await weighted.setWeight(Float32Array.of(3, 5));
    const booster = await fit(params, weighted, 1);
    const values = [...(await booster.predict(weighted))];
    expect(values[0]).toBeCloseTo(0.375, 6);
    expect(values[1]).toBeCloseTo(1.25, 6);
  });

  it('sends missing values to the side where training found them', async () => {
    const booster = await fit(params, await matrixOf([...rows, [Number.NaN]], [...labels, 3]), 1);
    const predictions = [...(await booster.predict(await matrixOf([[0], [1], [Number.NaN]], [0, 0, 0])))];
    expect(predictions[0]).toBeCloseTo(0.375, 6);
    expect(predictions[1]).toBeCloseTo((0.5 * 18) / 7, 6);
    expect(predictions[2]).toBe(predictions[1]);
  });

  it('takes another value for missing when told', async () => {
    const matrix = await DMatrix.fromDense(xgb, Float32Array.of(0, 1, -1), 3, 1, { missing: -1 });
    const nan = await DMatrix.fromDense(xgb, Float32Array.of(0, 1, Number.NaN), 3, 1);
    const booster = await fit(params, await matrixOf(rows, labels), 1);
    expect(await booster.predict(matrix)).toEqual(await booster.predict(nan));
  });
});

describe('a binary logistic forest', () => {
  it('has the leaf values that gradients p - y and hessians p(1 - p) give', async () => {
    const params = { ...stump, objective: 'binary:logistic', base_score: 0.25, min_child_weight: 0 };
    const booster = await fit(params, await matrixOf([[0], [0], [1], [1], [1]], [0, 0, 1, 1, 1]), 1);
    const forest = await booster.dumpTrees();
    expect(forest.baseMargin).toBeCloseTo(Math.log(0.25 / 0.75), 6);
    expect(forest.trees[0]?.values[0]).toBeCloseTo((-0.5 * 2 * 0.25) / (2 * 0.1875 + 1), 6);
    expect(forest.trees[0]?.values[1]).toBeCloseTo((0.5 * 3 * 0.75) / (3 * 0.1875 + 1), 6);
  });

  it('learns XOR with trees of depth two', async () => {
    // Uneven counts: with even ones no first split has any gain.
    const rows = [
      [0, 0],
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ];
    const matrix = await matrixOf(rows, [0, 0, 1, 1, 0, 0, 0]);
    const params = { max_depth: 2, eta: 1, min_child_weight: 0, objective: 'binary:logistic', nthread: 1 };
    const booster = await fit(params, matrix, 20);
    expect([...(await booster.predict(matrix))].map(Math.round)).toEqual([0, 0, 1, 1, 0, 0, 0]);
  });

  it('predicts for each row the base margin plus the values of its leaves', async () => {
    const matrix = await syntheticMatrix(5000, 12);
    const params = { objective: 'binary:logistic', max_depth: 6, eta: 0.3, gamma: 1, nthread: 2 };
    const booster = await fit(params, matrix, 40);
    const { trees, baseMargin } = await booster.dumpTrees();
    const { leaves, rows, trees: treeCount } = await booster.predictLeaf(matrix);
    const margins = await booster.predict(matrix, { output: 'margin' });
    const probabilities = await booster.predict(matrix);
    expect([rows, treeCount]).toEqual([5000, trees.length]);
    // No base_score was given, so XGBoost estimated one from the labels.
    expect(Math.abs(baseMargin)).toBeGreaterThan(0.1);

    const leafValues = trees.map(
      ({ nodeIds, values }) => new Map(Array.from(nodeIds, (id, i) => [id, values[i]])),
    );
    let worst = 0;
    for (let row = 0; row < rows; row += 1) {
      let margin = baseMargin;
      for (let tree = 0; tree < treeCount; tree += 1) {
        margin += leafValues[tree]?.get(leaves[row * treeCount + tree] ?? -1) ?? Number.NaN;
      }
      // XGBoost sums in float32, so the error grows with the margin.
      const marginError = Math.abs(margin - (margins[row] ?? Number.NaN)) / Math.max(1, Math.abs(margin));
      const probability = 1 / (1 + Math.exp(-margin));
      worst = Math.max(worst, marginError, Math.abs(probability - (probabilities[row] ?? Number.NaN)));
    }
    expect(worst).toBeLessThan(1e-6);
    for (const { nodeIds } of trees) expect([...nodeIds]).toEqual([...nodeIds].sort((a, b) => a - b));
  });

  it('reports the metrics of named matrices', async () => {
    const matrix = await matrixOf([[0], [1]], [0, 1]);
    const params = { objective: 'binary:logistic', base_score: 0.5, eval_metric: 'logloss', nthread: 1 };
    const booster = await Booster.create(xgb, params, [matrix]);
    const metrics = await booster.evaluate(0, { train: matrix, 'held out: 2': matrix });
    expect(Object.keys(metrics)).toEqual(['train-logloss', 'held out: 2-logloss']);
    expect(metrics['train-logloss']).toBeCloseTo(Math.LN2, 6);
  });
});

describe('saved bytes', () => {
  it.each(['ubj', 'json'] as const)('open as the same model from %s', async (format) => {
    const matrix = await syntheticMatrix(500, 5);
    const booster = await fit({ objective: 'binary:logistic', nthread: 1 }, matrix, 5);
    const bytes = await booster.saveBytes(format);
    const loaded = await Booster.load(xgb, bytes);
    expect(await loaded.predict(matrix)).toEqual(await booster.predict(matrix));
    expect(await loaded.boostedRounds()).toBe(5);
    expect(await loaded.saveBytes(format)).toEqual(bytes);
  });

  it('of something else are refused with the reason', async () => {
    const bytes = new TextEncoder().encode('{"learner": 1');
    await expect(Booster.load(xgb, bytes)).rejects.toMatchObject({
      name: 'XGBoostError',
      code: 'native-failed',
      call: 'XGBoosterLoadModelFromBuffer',
      message: expect.stringContaining('Expecting'),
    });
  });

  it('of several outputs or other boosters predict, but are no single forest', async () => {
    const matrix = await matrixOf([[0], [1], [2]], [0, 1, 2]);
    const classes = await fit({ objective: 'multi:softprob', num_class: 3, nthread: 1 }, matrix, 2);
    expect(await classes.predict(matrix)).toHaveLength(9);
    await expect(classes.dumpTrees()).rejects.toMatchObject({ code: 'unsupported-model' });
    const linear = await fit({ booster: 'gblinear', objective: 'reg:squarederror', nthread: 1 }, matrix, 2);
    await expect(linear.dumpTrees()).rejects.toMatchObject({ code: 'unsupported-model' });
  });
});

describe('errors', () => {
  it('name the library that does not load', () => {
    expect(() => loadXgboost('/nowhere/libxgboost.so')).toThrow(/\/nowhere\/libxgboost\.so/);
    expect(() => loadXgboost('/nowhere/libxgboost.so')).toThrow(XGBoostError);
  });

  it('of calls made at once carry each its own text', async () => {
    const matrix = await matrixOf([[0], [1]], [0, 1]);
    const badValues = ['depth-a', 'depth-b', 'depth-c'];
    const outcomes = await Promise.allSettled(
      badValues.map(async (value) => fit({ max_depth: value, nthread: 1 }, matrix, 1)),
    );
    const messages = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : ''));
    badValues.forEach((value, i) => {
      expect(messages[i]).toContain(`value='${value}'`);
    });
  });

  it('of labels outside the objective keep the instance usable', async () => {
    const bad = await matrixOf([[0], [1]], [0, 2]);
    const params = { objective: 'binary:logistic', nthread: 1 };
    await expect(fit(params, bad, 1)).rejects.toMatchObject({ code: 'native-failed' });
    await expect(fit(params, await matrixOf([[0], [1]], [0, 1]), 1)).resolves.toBeInstanceOf(Booster);
  });

  it('refuse arrays of the wrong length', async () => {
    await expect(DMatrix.fromDense(xgb, new Float32Array(5), 2, 3)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'A matrix of 2 rows x 3 columns needs 6 values, but got 5',
    });
    const matrix = await matrixOf([[0], [1]], [0, 1]);
    await expect(matrix.setLabel(new Float32Array(3))).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('refuse what was disposed, and dispose twice without one', async () => {
    const matrix = await matrixOf([[0], [1]], [0, 1]);
    const booster = await fit({ nthread: 1 }, matrix, 1);
    await booster.dispose();
    await booster.dispose();
    await expect(booster.predict(matrix)).rejects.toMatchObject({ code: 'disposed' });
    await matrix.dispose();
    await expect(matrix.setLabel(new Float32Array(2))).rejects.toMatchObject({ code: 'disposed' });
    const closed = loadXgboost(xgb.libraryPath);
    await closed.close();
    await expect(Booster.create(closed, {})).rejects.toMatchObject({ code: 'disposed' });
  });
});

it('the event loop lives during a long call', async () => {
  const matrix = await syntheticMatrix(50_000, 20);
  const booster = await Booster.create(xgb, { objective: 'binary:logistic', max_depth: 8, nthread: 1 }, [
    matrix,
  ]);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await booster.update(0, matrix);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

it('tells the version and hands XGBoost its log lines', async () => {
  const lines: string[] = [];
  await using talkative = loadXgboost(xgb.libraryPath, { verbosity: 2, onLog: (line) => lines.push(line) });
  expect(talkative.version().major).toBe(3);
  const matrix = await DMatrix.fromDense(talkative, Float32Array.of(0, 1), 2, 1);
  await matrix.setLabel(Float32Array.of(0, 1));
  const booster = await Booster.create(talkative, { no_such_parameter: 1, validate_parameters: 'true' }, [
    matrix,
  ]);
  await booster.update(0, matrix);
  expect(lines.join('')).toContain('no_such_parameter');
});

it.each([
  ['another seed', 8],
  ['the seed that it has', 7],
])('a booster that is restarted with %s goes on as one that is opened from its bytes', async (_, seed) => {
  const matrix = await syntheticMatrix(2000, 8);
  const params = {
    ...{ objective: 'binary:logistic', tree_method: 'hist' as const, max_depth: 4, eta: 0.3, nthread: 1 },
    ...{ subsample: 0.6, colsample_bytree: 0.5, colsample_bynode: 0.8 },
  } as const;
  const open = await fit({ ...params, seed: 7 }, matrix, 3);
  const opened = await Booster.load(xgb, await open.saveBytes(), { ...params, seed }, [matrix]);
  const goOn = async (booster: Booster) => {
    for (let round = 3; round < 6; round += 1) await booster.update(round, matrix);
    return Buffer.from(await booster.saveBytes());
  };
  const expected = await goOn(opened);
  await open.restart({ ...params, seed });
  expect(Buffer.compare(await goOn(open), expected)).toBe(0);
});
