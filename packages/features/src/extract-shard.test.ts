import { readFile, rm, writeFile } from 'node:fs/promises';
import { EspalierError, type SourceShard } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { ExactFile } from './exact-file.js';
import { extractShard } from './extract-shard.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { chunkRanges } from './parquet-footer.js';

const logSql = (rows: number) =>
  `SELECT i AS id, i % 3 = 0 AS flag, 'c' || i % 5 AS country, i % 2 AS clicked FROM range(${rows}) t(i)`;
const source = { train: { uri: 'log.parquet' }, split: { by: 'id', eval: 0.5 } } as const;
const whole = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } } as const;

/** Overwrites the column chunks of every row group that the shard does not hold. */
async function spoilOthers(fixture: SourceFixture, shard: SourceShard, groups: number): Promise<void> {
  const bytes = await readFile(shard.uri);
  await using file = await ExactFile.open(shard.uri);
  for (const [rowGroupStart, rowGroupEnd] of [
    [0, shard.rowGroupStart],
    [shard.rowGroupEnd, groups],
  ] as const) {
    const part = { rowGroupStart, rowGroupEnd, columns: null };
    for (const { start, end } of await chunkRanges(fixture.database, file, part)) {
      bytes.fill(0xa5, start, end);
    }
  }
  await writeFile(shard.uri, bytes);
}

describe('extractShard', () => {
  it('reads its own row groups only: the others may be garbage', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(8 * 2048));
    const spec = specOf({ source: whole });
    const before = await fixture.extract(spec, 4);
    const shard = before.plan.shards[1];
    if (!shard) throw new Error('The plan has too few shards.');
    await spoilOthers(fixture, shard, 8);
    await expect(fixture.rows(`SELECT count(hash(t)) FROM '${shard.uri}' AS t`)).rejects.toThrow();
    const outPath = (split: string) => fixture.path(`again-${split}.parquet`);
    const [again] = await extractShard({
      slices: [await fixture.plannedNow(shard)],
      plan: before.plan,
      spec,
      store: null,
      scratchDir: fixture.scratchDir,
      outPath,
    });
    expect(again?.statistics).toEqual(before.results[1]?.statistics);
    expect(await readFile(outPath('train'))).toEqual(await readFile(before.results[1]?.path ?? ''));
  });

  it('names file, row group and reason when bytes are corrupt', async () => {
    await using fixture = await SourceFixture.create();
    const path = await fixture.write('log.parquet', logSql(8 * 2048));
    const spec = specOf({ source: whole });
    const { plan } = await fixture.extract(spec, 4);
    const shard = plan.shards[2];
    if (!shard) throw new Error('The plan has too few shards.');
    const bytes = await readFile(path);
    await using file = await ExactFile.open(path);
    const bad = {
      rowGroupStart: shard.rowGroupEnd - 1,
      rowGroupEnd: shard.rowGroupEnd,
      columns: ['country'],
    };
    for (const { start, end } of await chunkRanges(fixture.database, file, bad)) bytes.fill(0xa5, start, end);
    await writeFile(path, bytes);
    const outPath = (split: string) => fixture.path(`x-${split}.parquet`);
    const failure = await extractShard({
      slices: [await fixture.plannedNow(shard)],
      plan,
      spec,
      store: null,
      scratchDir: fixture.scratchDir,
      outPath,
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EspalierError);
    expect(failure).toMatchObject({
      code: 'features.corrupt-source',
      details: { uri: path, shard: 2, rowGroup: shard.rowGroupEnd - 1 },
    });
  });

  it('writes floats, texts, labels and row identities; each row once', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(5000));
    const { results } = await fixture.extract(specOf({ source, model: { leaves: 'embeddings' } }));
    const paths = results.map((result) => `'${result.path}'`).join(', ');
    const types = await fixture.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM read_parquet([${paths}])`,
    );
    expect(types.map((type) => [type.column_name, type.column_type])).toEqual([
      ['id', 'FLOAT'],
      ['flag', 'FLOAT'],
      ['country', 'VARCHAR'],
      ['label__hit', 'FLOAT'],
      ['__row', 'BIGINT'],
    ]);
    const [sums] = await fixture.rows<Record<string, number>>(
      `SELECT count(DISTINCT __row)::DOUBLE AS "rows", sum(flag) AS flags,
              count_if(id = __row AND label__hit = id % 2 AND country = 'c' || (id % 5)::INTEGER)::DOUBLE AS true
       FROM read_parquet([${paths}])`,
    );
    expect(sums).toEqual({ rows: 5000, flags: 1667, true: 5000 });
  });

  it('takes a seeded sample of the rows that does not depend on the shards', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(8 * 2048));
    const spec = specOf({ source: { ...source, sample: '10%' } });
    const ids = async (shards: number) => {
      const { results } = await fixture.extract(spec, shards);
      const paths = results.map((result) => `'${result.path}'`).join(', ');
      return await fixture.rows(`SELECT __row FROM read_parquet([${paths}]) ORDER BY 1`);
    };
    const few = await ids(1);
    expect(few.length / (8 * 2048)).toBeGreaterThan(0.08);
    expect(few.length / (8 * 2048)).toBeLessThan(0.12);
    expect(await ids(5)).toEqual(few);
  });

  it('turns booleans, times, decimals and NaN into numbers', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      `SELECT true AS b, DATE '1970-01-03' AS d, TIMESTAMP '1970-01-01 00:01:00' AS t, 1.25::DECIMAL(9, 3) AS m,
         CASE WHEN i = 0 THEN 'nan'::DOUBLE ELSE 0.5 END AS f, TIMESTAMPTZ '1970-01-01 01:00:00+00' AS z,
         uuid() AS u, 'x'::BLOB AS raw, i % 2 AS clicked FROM range(4) t(i)`,
    );
    const { results, plan } = await fixture.extract(specOf({ source: whole }));
    expect(plan.features.map((feature) => feature.name)).toEqual(['b', 'd', 't', 'm', 'f', 'z']);
    const [first] = results;
    const mean = (name: string) => first?.statistics.numeric[name]?.mean;
    expect(['b', 'd', 't', 'm', 'f', 'z'].map(mean)).toEqual([1, 172_800, 60, 1.25, 0.5, 3600]);
    expect(first?.statistics.numeric.f).toMatchObject({ count: 3, nulls: 1 });
  });

  it.each([
    [
      'features.null-label',
      'nullif(clicked, 3) = 1',
      'CASE WHEN i = 9 THEN 3 ELSE i % 2 END AS clicked, i AS id',
    ],
    ['features.infinite-value', 'clicked = 1', 'i % 2 AS clicked, 1 / (i - i)::DOUBLE AS id'],
    ['features.expression-failed', 'CAST(id AS INTEGER) = 1', "i % 2 AS clicked, 'text' AS id, i AS x"],
  ])('refuses rows with %s', async (code, label, columns) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', `SELECT ${columns} FROM range(20) t(i)`);
    const spec = specOf({ source: whole, tasks: [{ name: 'hit', group: 'passive', label }] });
    await expect(fixture.extract(spec)).rejects.toMatchObject({ code });
  });

  it('refuses a source that changed since the plan, and one that is gone', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(3000));
    const spec = specOf({ source: whole });
    const plan = await fixture.plan(spec);
    const [shard] = plan.shards;
    if (!shard) throw new Error('The plan has no shard.');
    const outPath = (split: string) => fixture.path(`x-${split}.parquet`);
    const options = { plan, spec, store: null, scratchDir: fixture.scratchDir, outPath };
    await fixture.write('log.parquet', logSql(2000));
    await expect(extractShard({ slices: [shard], ...options })).rejects.toMatchObject({
      code: 'features.source-changed',
    });
    await rm(shard.uri);
    await expect(extractShard({ slices: [shard], ...options })).rejects.toMatchObject({
      code: 'features.source-missing',
    });
  });
});

describe('a scan that is aborted', () => {
  it('ends with the reason of the abort and leaves no file', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(1_000_000), 122_880);
    const spec = specOf({
      source: whole,
      features: { derived: [{ name: 'slow', sql: 'md5(md5(id::VARCHAR))' }] },
    });
    const plan = await fixture.plan(spec, 1);
    const [shard] = plan.shards;
    if (!shard) throw new Error('The plan has no shard.');
    const controller = new AbortController();
    const outPath = (split: string) => fixture.path(`x-${split}.parquet`);
    const { signal } = controller;
    const scan = extractShard({
      slices: [shard],
      plan,
      spec,
      store: null,
      scratchDir: fixture.scratchDir,
      outPath,
      signal,
    });
    setTimeout(() => controller.abort(new Error('the run was cancelled')), 100);
    await expect(scan).rejects.toThrow('the run was cancelled');
    expect(await fixture.rows(`SELECT file FROM glob('${outPath('train')}')`)).toEqual([]);
  });
});
