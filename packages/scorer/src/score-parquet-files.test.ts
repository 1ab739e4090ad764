/** Several files by one model. */
import { access, readdir } from 'node:fs/promises';
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

test('two files that would be written to one path are refused before any is scored', async () => {
  const { settings, bundleUri } = served;
  await writeParquet(path('one.parquet'), rowsSql(20));
  const files = [fileOf('one'), { ...fileOf('one'), outputPath: join(path('.'), 'one-scores.parquet') }];
  await expect(scoreParquetFiles({ settings, bundleUri }, files)).rejects.toMatchObject({
    code: 'request.invalid',
  });
  await expect(access(path('one-scores.parquet'))).rejects.toThrow();
});

test('of two at once that write to one path the later one is refused, and what the first wrote stays', async () => {
  const { settings, bundleUri } = served;
  await writeParquet(path('few.parquet'), rowsSql(20));
  await writeParquet(path('many.parquet'), rowsSql(30_000));
  const outputPath = path('contended.parquet');
  const score = (name: string) =>
    scoreParquet({ settings, bundleUri, inputPath: path(`${name}.parquet`), outputPath });
  const ends = await Promise.allSettled([score('few'), score('many')]);
  const [first] = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  expect(refused).toMatchObject([
    { code: 'request.invalid', message: expect.stringMatching(/exists by now; --force/) },
  ]);
  const [column = []] = Object.values(await readParquet(outputPath));
  expect(column).toHaveLength(first?.rows ?? -1);
  expect((await readdir(served.model.dir)).filter((name) => name.startsWith('.'))).toEqual([]);
});
