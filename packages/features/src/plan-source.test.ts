import { copyFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';

const logSql = (rows: number) =>
  `SELECT CASE WHEN i % 50 = 0 THEN NULL ELSE 'm' || i % 700 END AS member, (i * 7919) % 1000 AS at,
   i % 2 AS clicked, i AS id FROM range(${rows}) t(i)`;

describe('planSource', () => {
  it('cuts at least four shards that cover every row once, balanced by bytes', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('a.parquet', logSql(20_480));
    await fixture.write('b.parquet', logSql(6_144));
    const spec = specOf({ source: { train: { uri: '[ab].parquet' }, eval: { uri: 'b.parquet' } } });
    const { shards } = await fixture.plan(spec);
    const train = shards.filter((shard) => shard.split === 'train');
    expect(shards.map((shard) => shard.index)).toEqual(shards.map((_, i) => i));
    expect(train.length).toBe(4);
    for (const [objectIndex, groups, rows] of [
      [0, 10, 20_480],
      [1, 3, 6_144],
    ] as const) {
      const own = train.filter((shard) => shard.objectIndex === objectIndex);
      expect(own[0]?.rowGroupStart).toBe(0);
      expect(own.at(-1)?.rowGroupEnd).toBe(groups);
      for (const [i, shard] of own.entries()) {
        expect(shard.rowGroupStart).toBe(i === 0 ? 0 : own[i - 1]?.rowGroupEnd);
        expect(shard.firstRow).toBe(shard.rowGroupStart * 2048);
      }
      expect(own.reduce((sum, shard) => sum + shard.rows, 0)).toBe(rows);
    }
    const sizes = train.map((shard) => shard.sizeBytes);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(2.1);
    expect(shards.filter((shard) => shard.split === 'eval').every((s) => s.objectIndex === 2)).toBe(true);
  });

  it('never cuts a row group', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('one.parquet', logSql(2_000));
    const spec = specOf({ source: { train: { uri: 'one.parquet' }, split: { by: 'id', eval: 0.5 } } });
    const { shards } = await fixture.plan(spec, 16);
    expect(shards).toHaveLength(1);
    expect(shards[0]).toMatchObject({ rowGroupStart: 0, rowGroupEnd: 1, rows: 2_000, split: 'mixed' });
  });

  it('gives the same digest for the same bytes elsewhere, and another for other bytes', async () => {
    await using fixture = await SourceFixture.create();
    await using other = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(100));
    await copyFile(fixture.path('log.parquet'), other.path('log.parquet'));
    const spec = specOf({ source: { train: { uri: 'log.parquet' }, split: { by: 'id', eval: 0.5 } } });
    const digest = (await fixture.plan(spec)).sourceDigest;
    expect((await other.plan(spec)).sourceDigest).toBe(digest);
    await other.write('log.parquet', logSql(101));
    expect((await other.plan(spec)).sourceDigest).not.toBe(digest);
  });

  it('throws all preflight issues', async () => {
    await using fixture = await SourceFixture.create();
    const spec = specOf({ source: { train: { uri: 'none.parquet' }, eval: { uri: 'none.parquet' } } });
    await expect(fixture.plan(spec)).rejects.toMatchObject({
      code: 'spec.invalid',
      details: { issues: [{ path: 'source.train.uri' }, { path: 'source.eval.uri' }] },
    });
  });
});

describe('one source split in two', () => {
  it('by key: a key stands in one part only, and rows without a key are training rows', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(20_480));
    const spec = specOf({ source: { train: { uri: 'log.parquet' }, split: { by: 'member', eval: '25%' } } });
    const { results } = await fixture.extract(spec);
    const read = (split: string) =>
      fixture.rows<{ member: string | null }>(
        `SELECT DISTINCT member FROM read_parquet([${results
          .filter((result) => result.split === split)
          .map((result) => `'${result.path}'`)
          .join(', ')}])`,
      );
    const train = new Set((await read('train')).map((row) => row.member));
    const held = (await read('eval')).map((row) => row.member);
    expect(held.filter((member) => train.has(member))).toEqual([]);
    expect(train.has(null)).toBe(true);
    expect(held.length / (held.length + train.size)).toBeGreaterThan(0.2);
    expect(held.length / (held.length + train.size)).toBeLessThan(0.3);
    expect(results.reduce((sum, result) => sum + result.rows, 0)).toBe(20_480);
  });

  it('by time: the latest rows are held out, and rows of one time stay together', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(20_480));
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { by: 'at', order: 'time', eval: 0.1 } },
    });
    const { results, plan } = await fixture.extract(spec);
    const held = results.filter((result) => result.split === 'eval');
    expect(held.reduce((sum, result) => sum + result.rows, 0) / 20_480).toBeCloseTo(0.1, 2);
    const latest = Math.max(
      ...results.filter((r) => r.split === 'train').map((r) => r.statistics.numeric.at?.max ?? 0),
    );
    const earliest = Math.min(...held.map((result) => result.statistics.numeric.at?.min ?? 0));
    expect(latest).toBeLessThan(earliest);
    expect(plan.splitRules).toMatchObject([{ split: 'eval', sql: expect.stringContaining('"at" >') }]);
  });

  it('by time: timestamps work, and a constant time is refused', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      "SELECT TIMESTAMP '2026-01-01' + to_hours(i::INTEGER) AS at, i % 2 AS clicked FROM range(1000) t(i)",
    );
    const split = { by: 'at', order: 'time', eval: 0.2 } as const;
    const { results } = await fixture.extract(specOf({ source: { train: { uri: 'log.parquet' }, split } }));
    expect(results.map(({ split: part, rows }) => [part, rows])).toEqual([
      ['train', 800],
      ['eval', 200],
    ]);
    await fixture.write('flat.parquet', 'SELECT 5 AS at, i % 2 AS clicked FROM range(10) t(i)');
    const flat = specOf({ source: { train: { uri: 'flat.parquet' }, split } });
    await expect(fixture.plan(flat)).rejects.toMatchObject({ code: 'features.empty-split' });
  });
});
