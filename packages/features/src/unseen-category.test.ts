import { resolveNativePart } from '@espalier/native';
import { Booster, DMatrix, loadXgboost } from '@espalier/xgboost';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { readMatrix } from './matrix-reader.js';
import { readScoringChunks } from './scoring-input.js';

describe('a category never seen in training', () => {
  it.each([
    ['no value is rare', "'c' || i % 4"],
    ['rare values train it already', "CASE WHEN i % 40 < 1 THEN 'rare' || i ELSE 'c' || i % 4 END"],
  ])('scores near the base rate when %s', async (_, country) => {
    await using fixture = await SourceFixture.create();
    const rows = 20_000;
    await fixture.write(
      'log.parquet',
      `SELECT country, i % 7 AS noise, (country IN ('c0', 'c1') OR (country LIKE 'rare%' AND hash(i) % 2 = 0))::INTEGER AS clicked
       FROM (SELECT i, ${country} AS country FROM range(${rows}) t(i))`,
    );
    const spec = specOf({ source: { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } } });
    const { results, schema } = await fixture.extract(spec, 2);
    const parts = [];
    for (const { path } of results.filter((result) => result.split === 'train')) {
      const options = { tasks: ['hit'], training: true, scratchDir: fixture.scratchDir };
      parts.push(await readMatrix(path, schema, options));
    }
    const matrix = Float32Array.from(parts.flatMap((part) => [...part.matrix]));
    const labels = Float32Array.from(parts.flatMap((part) => [...(part.labels.hit ?? [])]));
    const unseen = await fixture.write(
      'new.parquet',
      "SELECT 'never seen' AS country, i AS noise FROM range(7) t(i)",
    );
    const known = await fixture.write('old.parquet', "SELECT 'c0' AS country, i AS noise FROM range(7) t(i)");

    await using xgb = loadXgboost(resolveNativePart('xgboost'));
    await using train = await DMatrix.fromDense(xgb, matrix, rows, 2, { threads: 1 });
    await train.setLabel(labels);
    const params = { objective: 'binary:logistic', max_depth: 4, eta: 0.3, nthread: 1, seed: 7 };
    await using booster = await Booster.create(xgb, params, [train]);
    for (let round = 0; round < 30; round += 1) await booster.update(round, train);
    const meanScore = async (path: string): Promise<number> => {
      for await (const chunk of readScoringChunks(path, schema, { scratchDir: fixture.scratchDir })) {
        await using input = await DMatrix.fromDense(xgb, Float32Array.from(chunk.matrix), chunk.rows, 2);
        const probabilities = await booster.predict(input);
        return probabilities.reduce((sum, one) => sum + one, 0) / chunk.rows;
      }
      return Number.NaN;
    };
    const baseRate = labels.reduce((sum, label) => sum + label, 0) / rows;
    expect(Math.abs((await meanScore(unseen)) - baseRate)).toBeLessThan(0.08);
    expect(await meanScore(known)).toBeGreaterThan(0.95);
  });
});
