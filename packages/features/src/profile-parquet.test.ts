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
    expect(profile.columns.map(({ topValues, ...column }) => column)).toEqual([
      { name: 'id', duckdbType: 'BIGINT', kind: 'numeric', distinct: 6000, nulls: 0, rows: 6000 },
      { name: 'country', duckdbType: 'VARCHAR', kind: 'categorical', distinct: 3, nulls: 1500, rows: 6000 },
      { name: 'liked', duckdbType: 'BOOLEAN', kind: 'numeric', distinct: 2, nulls: 0, rows: 6000 },
      { name: 'tags', duckdbType: 'BIGINT[]', kind: null, distinct: 6000, nulls: 0, rows: 6000 },
    ]);
    expect(profile.columns[2]?.topValues).toEqual([
      { value: 'false', count: 5400 },
      { value: 'true', count: 600 },
    ]);
    expect(profile.columns[0]?.topValues).toHaveLength(20);
    expect(writeStarterSpec(profile)).toContain('liked');
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
