import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScoreParquetOptions, scoreParquet } from './score-parquet.js';
import { ServedModel } from './testing/served-model.js';
import { greatestDifference, readParquet, rowsSql, tasks, writeParquet } from './testing/small-model.js';

let served: ServedModel;
beforeAll(async () => {
  served = await ServedModel.publish();
});
afterAll(() => served[Symbol.asyncDispose]());

const path = (name: string) => join(served.model.dir, name);
type Files = Pick<ScoreParquetOptions, 'inputPath' | 'outputPath'>;
const score = (options: Files & Partial<ScoreParquetOptions>) =>
  scoreParquet({ settings: served.settings, bundleUri: served.bundleUri, ...options });

describe('rows to score', () => {
  it.each([
    ['other numbers', "'c0.0'", ['`country`: 100 % of its values', '"c0.0"']],
    ['spaces', "'c0 '", ['"c0 " ("c0" in training)']],
    ['another case', "'C0'", ['"C0" ("c0" in training)']],
    ['full-width letters', "'ｃ０'", ['"ｃ０" ("c0" in training)']],
    [
      'nothing at all',
      'NULL::VARCHAR',
      ['`country`: 100 % of the rows have no value', 'of the training rows had none'],
    ],
  ])('tells of categories that are written otherwise than in training: %s', async (_, country, said) => {
    const files = { inputPath: path('otherwise.parquet'), outputPath: path('otherwise-scores.parquet') };
    await writeParquet(files.inputPath, rowsSql(3000, `CASE WHEN i % 10 < 1 THEN 'c0' ELSE ${country} END`));
    const { columns, warnings } = await score({ overwrite: true, ...files });
    const found = columns.find(({ name }) => name === 'country');
    if (country.startsWith('NULL')) expect(found?.missing).toBeCloseTo(0.9, 6);
    else expect(found?.unseen).toBeCloseTo(0.9, 6);
    expect(warnings).toHaveLength(1);
    for (const text of said) expect(warnings[0]).toContain(text.replace('100 %', '90.0 %'));
    const generous = await score({ overwrite: true, mostUnseen: 0.95, ...files });
    expect(generous.warnings).toEqual([]);
    expect(generous.columns).toEqual(columns);
  });

  it("carries columns of the rows, and the forest's scores beside the network's", async () => {
    const rows = 150_000;
    const files = { inputPath: path('keys.parquet'), outputPath: path('keys-scores.parquet') };
    await writeParquet(
      files.inputPath,
      `SELECT *, (row_number() OVER () - 1)::INTEGER AS "the row", [amount] AS list FROM (${rowsSql(rows)})`,
    );
    const scoring = { keep: ['The Row', 'list'], forest: true, ...files };
    const { output } = await score(scoring);
    expect(output).toEqual(['the row', 'list', 'hit', 'share', 'hit_forest', 'share_forest']);
    const scored = await readParquet(files.outputPath);
    expect(Object.keys(scored)).toEqual(output);
    expect(scored['the row']).toEqual(Float32Array.from({ length: rows }, (_, row) => row));
    for (const task of tasks) {
      const alone = await served.model.forestPredictions(task, rows);
      expect(greatestDifference(scored[`${task}_forest`], alone)).toBeLessThan(1e-5);
      expect(greatestDifference(scored[task], alone)).toBeGreaterThan(0.001);
    }
  });

  it('refuses columns to keep that there are not, that are named twice or like a score', async () => {
    const files = { inputPath: path('log.parquet'), outputPath: path('refused.parquet') };
    const refusal = {
      code: 'request.invalid',
      message: expect.stringMatching(/no column contry; did you mean country\?.*twice/),
    };
    await expect(score({ keep: ['contry', 'age', 'AGE'], ...files })).rejects.toMatchObject(refusal);
    await writeParquet(path('hits.parquet'), `SELECT *, 1 AS HIT FROM (${rowsSql(10)})`);
    const clash = score({
      keep: ['hit'],
      ...files,
      inputPath: path('hits.parquet'),
    });
    await expect(clash).rejects.toMatchObject({ message: expect.stringContaining('column of scores') });
  });

  it('writes over no file unasked', async () => {
    const files = { inputPath: path('log.parquet'), outputPath: path('there.parquet') };
    await writeFile(files.outputPath, 'mine');
    await expect(score({ ...files })).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining('--force'),
    });
    expect(await readFile(files.outputPath, 'utf8')).toBe('mine');
  });
});
