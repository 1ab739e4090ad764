import { describe, expect, it } from 'vitest';
import { ExpressionBinder } from './bind-expression.js';
import { kindOfType } from './column-kinds.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { derivedSql } from './left-out-columns.js';
import { preflight } from './preflight.js';

describe('a column that is left out', () => {
  it('is told by name in the plan, with its reason and what to derive', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      `SELECT i % 7 AS kept, hash(i + 7) % 2 AS clicked, encode('a' || i) AS bytes, encode('b') AS "more bytes", uuid() AS u,
         '{"key": 1}'::JSON AS payload, [i] AS tags, {'a b': i, 'c': 2} AS place, MAP {'k': i} AS shares, NULL::INTEGER AS nothing,
         TIME '12:00:00' + INTERVAL (i) SECOND AS daytime, 1 AS always, 'x' AS same, i AS __row FROM range(3000) t(i)`,
    );
    const spec = specOf({ source: { train: { uri: 'log.parquet' } } });
    const { notes, warnings } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(warnings).toEqual([]);
    const said = notes.join('\n');
    expect(said).toMatch(/Left out bytes, more bytes: .*TRY\(decode\("bytes"\)\)/);
    expect(said).toMatch(/Left out u: its type UUID .*CAST\("u" AS VARCHAR\)/);
    expect(said).toMatch(/Left out payload: its type JSON .*"payload"->>'\$\.key'/);
    expect(said).toMatch(/Left out tags: its type BIGINT\[\] .*len\("tags"\)/);
    expect(said).toMatch(/Left out place: .*struct_extract\("place", 'a b'\)/);
    expect(said).toMatch(/Left out shares: .*cardinality\("shares"\)/);
    expect(said).toMatch(/Left out nothing: NULL in every row/);
    expect(said).toMatch(/Left out __row: the name is kept/);
    expect(said).toMatch(/The same in all 3,000 sampled rows.*: always, same; exclude/);
    expect(said).not.toMatch(/Left out.*(kept|clicked)[,:]/);
    const asked = specOf({
      source: { train: { uri: 'log.parquet' } },
      features: { include: ['kept', 'tags'] },
    });
    const { issues } = await preflight(asked, { baseDir: fixture.dir, store: null });
    expect(issues).toMatchObject([
      {
        path: 'features.include[1]',
        code: 'unsupported-type',
        message: expect.stringContaining('len("tags")'),
      },
    ]);
  });

  it.each([
    'BLOB',
    'UUID',
    'JSON',
    'INTEGER[]',
    'VARCHAR[3]',
    'STRUCT(a INTEGER, b VARCHAR)[]',
    'STRUCT("odd ""name" INTEGER)',
    'MAP(VARCHAR, INTEGER)',
    'BIT',
    'TIME WITH TIME ZONE',
    'UNION(a INTEGER, b VARCHAR)',
  ])('of type %s makes a feature by the SQL that is told', async (duckdbType) => {
    await using fixture = await SourceFixture.create();
    using binder = await ExpressionBinder.create([{ name: 'a "b', duckdbType }], fixture.scratchDir);
    const binding = await binder.bind(derivedSql('a "b', duckdbType));
    expect(binding).toMatchObject({ ok: true, reads: ['a "b'] });
    expect(kindOfType(binding.ok ? binding.duckdbType : '')).not.toBeNull();
    expect(kindOfType(duckdbType)).toBeNull();
  });
});
