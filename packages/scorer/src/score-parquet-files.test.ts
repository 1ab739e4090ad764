/** Several files by one model. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreParquet, scoreParquetFiles } from './score-parquet.js';
import { ServedModel } from './testing/served-model.js';
import { readParquet, rowsSql, writeParquet } from './testing/small-model.js';

let served: ServedModel;
const path = (name: string) => join(served.model.dir, name);
const fileOf = (name: string) => ({
  inputPath: path(`${name}.parquet`),
  outputPath: path(`${name}-scores.parquet`),
});

beforeAll(async () => {
  served = await ServedModel.publish();
});
afterAll(() => served?.[Symbol.asyncDispose]());

test('each has the scores, and the comparison with training, that it has by itself', async () => {
  const { settings, bundleUri } = served;
  await writeParquet(path('usual.parquet'), rowsSql(300));
  await writeParquet(
    path('foreign.parquet'),
    `SELECT * REPLACE ('Atlantis' AS country) FROM (${rowsSql(200)})`,
  );
  const files = ['foreign', 'usual'].map(fileOf);
  const together = await scoreParquetFiles({ settings, bundleUri }, files);
  expect(together.map(({ warnings }) => warnings.length > 0)).toEqual([true, false]);
  for (const [index, { inputPath, outputPath }] of files.entries()) {
    const alone = { inputPath, outputPath: `${outputPath}.alone` };
    expect(await scoreParquet({ settings, bundleUri, ...alone })).toEqual(together[index]);
    expect(await readParquet(outputPath)).toEqual(await readParquet(alone.outputPath));
  }
});

test('a file that can not be read is told before any other is scored', async () => {
  const { settings, bundleUri } = served;
  await writeParquet(path('first.parquet'), rowsSql(20));
  const files = [fileOf('first'), { ...fileOf('first'), inputPath: path('none.parquet') }];
  await expect(scoreParquetFiles({ settings, bundleUri }, files)).rejects.toThrow(/none\.parquet/);
  await expect(access(path('first-scores.parquet'))).rejects.toThrow();
});
