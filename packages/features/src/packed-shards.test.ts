/** Many small objects share a shard, and what comes out is what each would have given by itself. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slicesOfShards } from '@espalier/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractShard } from './extract-shard.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { quoteText } from './sql-text.js';

const files = 90;
const spec = specOf({
  source: { train: { uri: 'log/' }, split: { by: 'member', eval: 0.3, earlyStop: 0.2 } },
  evaluation: { cluster: 'member' },
});

let fixture: SourceFixture;

beforeAll(async () => {
  fixture = await SourceFixture.create();
  await mkdir(fixture.path('log'));
  for (let file = 0; file < files; file++) {
    await fixture.write(
      `log/part-${String(file).padStart(3, '0')}.parquet`,
      `SELECT 'm' || (${file} * 7 + i) % 60 AS member, (i * 31 + ${file}) % 100 / 7 AS price,
         'c' || i % 5 AS kind, (i + ${file}) % 3 = 0 AS clicked FROM range(${10 + file}) t(i)`,
    );
  }
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

async function rowsOf(paths: readonly string[]): Promise<unknown[]> {
  const list = paths.map(quoteText).join(', ');
  return fixture.rows(`SELECT * FROM read_parquet([${list}]) ORDER BY "__row"`);
}

describe('small objects share a shard', () => {
  test('as many as are small together, in order, each object once', async () => {
    const { shards } = await fixture.plan(spec);
    expect(shards.map(({ objectIndex }) => objectIndex)).toEqual(Array.from({ length: files }, (_, i) => i));
    const packed = slicesOfShards(shards);
    expect(packed.map(([{ index }]) => index)).toEqual(packed.map((_, i) => i));
    expect(packed.length).toBeGreaterThan(20);
    expect(packed.length).toBeLessThan(70);
    const total = shards.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const slices of packed.filter(({ length }) => length > 1)) {
      expect(slices.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(total / 32);
    }
  });

  test('as many shards as are wanted are not joined to fewer, nor are slices of one object', async () => {
    const wanted = new Set((await fixture.plan(spec, files)).shards.map(({ index }) => index));
    expect(wanted.size).toBe(files);
    const dir = fixture.path('big');
    await mkdir(dir);
    await fixture.write(
      'big/one.parquet',
      'SELECT i AS member, i / 7 AS price, i % 3 = 0 AS clicked FROM range(131072) t(i)',
    );
    const big = specOf({ source: { train: { uri: 'big/' }, split: { by: 'member', eval: 0.3 } } });
    const { shards } = await fixture.plan(big, 50);
    expect(new Set(shards.map(({ index }) => index)).size).toBe(50);
  });

  test('each is told of before it is read, where a worker died over them, and the result is the same', async () => {
    const plan = await fixture.plan(spec);
    const slices = slicesOfShards(plan.shards).find(({ length }) => length > 1);
    if (slices === undefined) throw new RangeError('objects are packed');
    const bytesOf = async (name: string, tellObject?: (uri: string | null) => Promise<void>) => {
      const outPath = (split: string) => join(fixture.dir, `${name}-${split}.parquet`);
      const options = { slices, plan, spec, store: null, scratchDir: fixture.scratchDir, outPath };
      const results = await extractShard({ ...options, ...(tellObject === undefined ? {} : { tellObject }) });
      return Promise.all(results.map(({ path }) => readFile(path)));
    };
    const told: (string | null)[] = [];
    const careful = await bytesOf('careful', async (uri) => void told.push(uri));
    expect(told).toEqual([...slices.map(({ uri }) => uri), null]);
    expect(careful).toEqual(await bytesOf('together'));
  });

  test('few objects keep a shard each, however small', async () => {
    const few = specOf({
      source: { train: { uri: 'log/part-01*.parquet' }, split: { by: 'member', eval: 0.3 } },
    });
    const { shards } = await fixture.plan(few);
    expect(new Set(shards.map(({ index }) => index)).size).toBe(10);
  });

  test('every split has the same rows as object by object, with the same identities, clusters and folds', async () => {
    const { results, plan } = await fixture.extract(spec);
    expect(results.length).toBeLessThan(3 * files);
    const alone: (typeof results)[number][] = [];
    for (const [place, slice] of plan.shards.entries()) {
      const outPath = (split: string) => join(fixture.dir, `alone-${place}-${split}.parquet`);
      const { scratchDir } = fixture;
      alone.push(...(await extractShard({ slices: [slice], plan, spec, store: null, scratchDir, outPath })));
    }
    for (const split of ['train', 'eval', 'earlyStop'] as const) {
      const pathsOf = (of: typeof results) =>
        of.filter((each) => each.split === split).map(({ path }) => path);
      const together = await rowsOf(pathsOf(results));
      for (const path of pathsOf(results)) {
        const rows = await fixture.rows<{ row: number }>(
          `SELECT "__row"::DOUBLE AS row FROM read_parquet(${quoteText(path)})`,
        );
        const numbers = rows.map(({ row }) => row);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
      expect(together.length).toBeGreaterThan(0);
      expect(together).toEqual(await rowsOf(pathsOf(alone)));
    }
  });

  test('a shard of many gives the same bytes each time', async () => {
    const bytes = async () => {
      const { results } = await fixture.extract(spec);
      const [{ digest }] = (await fixture.rows(
        `SELECT md5(string_agg(content::VARCHAR, '' ORDER BY filename)) AS digest FROM read_blob([${results.map(({ path }) => quoteText(path)).join(', ')}])`,
      )) as [{ digest: string }];
      return digest;
    };
    expect(await bytes()).toBe(await bytes());
  });

  test('one that can not be read is told by its name, and nothing of the shard is left', async () => {
    const plan = await fixture.plan(spec);
    const slices = slicesOfShards(plan.shards).find(({ length }) => length > 1);
    if (slices === undefined) throw new Error('none is packed');
    const last = slices.at(-1);
    if (last === undefined) throw new Error('none is packed');
    await writeFile(last.uri, 'no Parquet');
    const { scratchDir } = fixture;
    const outPath = (split: string) => join(fixture.dir, `broken-${split}.parquet`);
    await expect(
      extractShard({ slices, plan, spec, store: null, scratchDir, outPath }),
    ).rejects.toMatchObject({
      code: 'features.source-changed',
      message: expect.stringContaining(last.uri),
    });
  });

  describe('a value that is refused is told with the object that it lies in', () => {
    /** Writes the objects, those from `bad` on with other columns, and extracts the shard that the first of these is in. */
    async function extractBad(label: string, bad: { from: number; columns: string }, columns: string) {
      await mkdir(fixture.path('bad'), { recursive: true });
      for (let file = 0; file < files; file++) {
        const own = file >= bad.from ? bad.columns : columns;
        await fixture.write(
          `bad/part-${100 + file}.parquet`,
          `SELECT i AS member, ${own} FROM range(40) t(i)`,
        );
      }
      const badSpec = specOf({
        source: { train: { uri: 'bad/' }, split: { by: 'member', eval: 0.3 } },
        tasks: [{ name: 'hit', group: 'passive', label }],
      });
      const plan = await fixture.plan(badSpec, undefined, null, false);
      const slices = slicesOfShards(plan.shards).find((of) => of.some((s) => s.objectIndex === bad.from));
      if (slices === undefined) throw new Error('the object is in no shard');
      const { scratchDir } = fixture;
      const outPath = (split: string) => join(fixture.dir, `bad-${split}.parquet`);
      const end = extractShard({ slices, plan, spec: badSpec, store: null, scratchDir, outPath });
      return { slices, error: await end.catch((thrown: unknown) => thrown) };
    }

    test.each([
      {
        code: 'features.null-label',
        label: 'clicked',
        columns: 'i % 7 AS price, i % 3 = 0 AS clicked',
        bad: 'i % 7 AS price, CASE WHEN i % 2 = 0 THEN i % 3 = 0 END AS clicked',
      },
      {
        code: 'features.infinite-value',
        label: 'clicked',
        columns: '1.5::DOUBLE AS price, i % 3 = 0 AS clicked',
        bad: "'inf'::DOUBLE AS price, i % 3 = 0 AS clicked",
      },
      {
        code: 'features.expression-failed',
        label: 'CAST(answer AS INTEGER) = 1',
        columns: 'i AS price, (i % 2)::VARCHAR AS answer',
        bad: "i AS price, 'yes' AS answer",
      },
    ])('$code', async ({ code, label, columns, bad }) => {
      const from = files - 1;
      const { slices, error } = await extractBad(label, { from, columns: bad }, columns);
      expect(slices[0].objectIndex).toBeLessThan(from);
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(`part-${100 + from}.parquet`),
        details: { uri: fixture.path(`bad/part-${100 + from}.parquet`) },
      });
      expect(String(error)).not.toContain(slices[0].uri);
    });

    test('and with how many others have some', async () => {
      const columns = 'i AS price, i % 3 = 0 AS clicked';
      const { slices, error } = await extractBad(
        'clicked',
        { from: 0, columns: 'i AS price, NULL::BOOLEAN AS clicked' },
        columns,
      );
      const others = slices.length - 1;
      expect(others).toBeGreaterThan(0);
      expect(String(error)).toMatch(/NULL for (\d+) of \1 rows of .*part-100.parquet \(row groups 0 to 0\)/);
      expect(String(error)).toContain(`${others} more object`);
    });
  });
});
