import { writeFile } from 'node:fs/promises';
import { writeStarterSpec } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { profileParquet } from './profile-parquet.js';

describe('profileParquet', () => {
  it('counts rows, distinct values, nulls and the frequent values of each column', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      `SELECT i AS id, CASE WHEN i % 4 = 0 THEN NULL ELSE 'c' || i % 3 END AS country, i % 10 = 0 AS liked,
         [i] AS tags FROM range(6000) t(i)`,
    );
    const profile = await profileParquet('log.parquet', { baseDir: fixture.dir, store: null });
    expect(profile).toMatchObject({ uri: 'log.parquet', rows: 6000, rowGroups: 3 });
    expect(profile.columns.map(({ topValues, numbers, ...column }) => column)).toEqual([
      { name: 'id', duckdbType: 'BIGINT', kind: 'numeric', distinct: 6000, nulls: 0, rows: 6000 },
      { name: 'country', duckdbType: 'VARCHAR', kind: 'categorical', distinct: 3, nulls: 1500, rows: 6000 },
      { name: 'liked', duckdbType: 'BOOLEAN', kind: 'numeric', distinct: 2, nulls: 0, rows: 6000 },
      { name: 'tags', duckdbType: 'BIGINT[]', kind: null, distinct: 0, nulls: 0, rows: 6000 },
    ]);
    expect(profile.columns[2]?.topValues).toEqual([
      { value: 'false', count: 5400 },
      { value: 'true', count: 600 },
    ]);
    expect(profile.columns[0]?.numbers).toEqual({
      least: 0,
      greatest: 5999,
      positive: 5999 / 6000,
      upper: 4199,
      whole: true,
      nans: 0,
    });
    expect(profile.columns[0]?.topValues).toHaveLength(20);
    expect(writeStarterSpec(profile).text).toContain('liked');
  });

  it('counts NaN as missing, and looks at rows from all over the source', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'a.parquet',
      "SELECT CASE WHEN i % 4 = 0 THEN 'nan'::FLOAT ELSE 1 END AS x FROM range(4000) t(i)",
    );
    await fixture.write('b.parquet', 'SELECT 0::FLOAT AS x FROM range(4000) t(i)');
    const profile = await profileParquet('*.parquet', { baseDir: fixture.dir, store: null });
    expect(profile.columns).toMatchObject([
      {
        distinct: 2,
        nulls: 1000,
        rows: 8000,
        topValues: [
          { value: '0.0', count: 4000 },
          { value: '1.0', count: 3000 },
        ],
        numbers: { nans: 1000, positive: 3000 / 8000 },
      },
    ]);
  });

  it('looks at 2,000 columns within seconds: its time grows as their number', async () => {
    await using fixture = await SourceFixture.create();
    const columns = Array.from({ length: 2000 }, (_, c) => `(hash(i + ${c}) % ${c + 2}) AS c${c}`);
    await fixture.write('wide.parquet', `SELECT ${columns.join(', ')} FROM range(4000) t(i)`, 4000);
    const startedAtMs = Date.now();
    const profile = await profileParquet('wide.parquet', { baseDir: fixture.dir, store: null });
    expect(profile.columns).toHaveLength(2000);
    expect(profile.columns[500]).toMatchObject({ name: 'c500', distinct: 502, rows: 4000 });
    expect(Date.now() - startedAtMs).toBeLessThan(40_000);
  });

  it('refuses what is missing or not Parquet', async () => {
    await using fixture = await SourceFixture.create();
    const place = { baseDir: fixture.dir, store: null };
    await expect(profileParquet('none.parquet', place)).rejects.toMatchObject({
      code: 'features.source-missing',
    });
    await writeFile(fixture.path('bad.parquet'), 'bad');
    await expect(profileParquet('bad.parquet', place)).rejects.toMatchObject({
      code: 'features.corrupt-source',
    });
  });
});
