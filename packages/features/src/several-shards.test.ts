import { expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { MatrixReader, readMatrix } from './matrix-reader.js';

it('shards that one reader reads, in any order and again, are as each read by itself', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write(
    'log.parquet',
    "SELECT 'c' || i % 9 AS country, i % 7 AS noise, i % 3 = 0 AS clicked FROM range(9000) t(i)",
  );
  const spec = specOf({ source: { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } } });
  const { results, schema } = await fixture.extract(spec, 3);
  const paths = results.filter(({ split }) => split === 'train').map(({ path }) => path);
  const options = { tasks: ['hit'], training: true, scratchDir: fixture.scratchDir };
  const alone = new Map<string, unknown>();
  for (const path of paths) alone.set(path, await readMatrix(path, schema, options));
  expect(alone.size).toBeGreaterThan(1);
  using reader = await MatrixReader.open(schema, options);
  for (const path of [...paths].reverse().concat(paths)) {
    expect(await reader.whole(path)).toEqual(alone.get(path));
  }
});
