/** Rows of many small objects are sampled by few queries, and are the rows of each object by itself. */
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { inspectSource } from './inspect-source.js';
import { sampleSource } from './sample-blocks.js';

const files = 300;
let fixture: SourceFixture;

beforeAll(async () => {
  fixture = await SourceFixture.create();
  await mkdir(fixture.path('log'));
  for (let file = 0; file < files; file++) {
    // Some have a column in another type, some rows in several row groups.
    const type = file % 50 === 0 ? 'INTEGER' : 'BIGINT';
    const name = `log/part-${String(file).padStart(3, '0')}.parquet`;
    await fixture.write(
      name,
      `SELECT (i * ${file})::${type} AS a, ${file} AS b FROM range(${20 + file}) t(i)`,
    );
  }
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

test.each([1_000, 20_000, 1_000_000])('of %d rows that are wanted', async (rows) => {
  const access = { baseDir: fixture.dir, store: null, scratchDir: fixture.scratchDir };
  const source = { uri: 'log/', path: 'source.train.uri' };
  const { objects, issues } = await inspectSource(fixture.database, source, access);
  expect(issues).toEqual([]);
  expect(objects).toHaveLength(files);
  const sampled = sampleSource(fixture.database, objects, { rows, columns: null }, access);
  const read = async (each: (read: (table: string) => Promise<void>) => Promise<void>) => {
    const found: unknown[] = [];
    let queries = 0;
    await each(async (table) => {
      queries += 1;
      found.push(...(await fixture.rows(`SELECT * FROM ${table} AS source`)));
    });
    return { found, queries };
  };
  const together = await read(sampled.each);
  const alone = await read(sampled.eachObject);
  expect(together.found).toEqual(alone.found);
  expect(together.found).toHaveLength(sampled.rows);
  expect(together.queries).toBeLessThanOrEqual(Math.ceil(alone.queries / 64) + 1);
});
