import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { preflight } from './preflight.js';

const logSql = `SELECT i AS id, i % 2 AS clicked, 'c' || i % 5 AS country, i / 3.0 AS price, [i] AS tags,
  NULL::INTEGER AS nothing FROM range(100) t(i)`;

describe('preflight', () => {
  it('finds nothing wrong with a sound pipeline, and says what it left out', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const spec = specOf({ source: { train: { uri: 'log.parquet' }, split: { by: 'id', eval: '20%' } } });
    const result = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(result.issues).toEqual([]);
    expect(result.notes).toEqual([
      'Left out tags: its type BIGINT[] can\'t be a feature; derive one (features.derived, for instance sql: len("tags")).',
      'Left out nothing: NULL in every row.',
      'training.batchSize is 1,024, more than the about 80 training rows: each batch is all of them.',
    ]);
  });

  it('reports every mistake at once, each with its path', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    await fixture.write('held.parquet', 'SELECT 1 AS id, 1 AS clicked, 2 AS country');
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } },
      features: {
        include: ['countri', 'price', 'clicked', 'tags', 'nothing'],
        exclude: ['nowhere'],
        derived: [
          { name: 'cheap', sql: 'price < ' },
          { name: 'price', sql: 'price * 2' },
          { name: 'told', sql: 'clicked + 1' },
          { name: 'listed', sql: '[price]' },
        ],
      },
      tasks: [
        { name: 'hit', group: 'passive', label: 'clicked = 1' },
        { name: 'number', group: 'passive', label: 'clicked + 1' },
        { name: 'missing', group: 'active', label: "contry = 'c1'" },
        { name: 'constant', group: 'active', label: 'true' },
        { name: 'chance', group: 'active', label: 'random() < 0.5' },
      ],
    });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues.map((issue) => [issue.path, issue.code, issue.suggestion])).toEqual([
      ['tasks[1].label', 'label-not-boolean', undefined],
      ['tasks[2].label', 'unknown-column', 'country'],
      ['tasks[3].label', 'constant-label', undefined],
      ['tasks[4].label', 'bad-sql', undefined],
      ['features.derived[0].sql', 'bad-sql', undefined],
      ['features.derived[1].name', 'name-taken', undefined],
      ['features.derived[2].sql', 'label-leak', undefined],
      ['features.derived[3].sql', 'unsupported-type', undefined],
      ['features.include[0]', 'unknown-column', 'country'],
      ['features.exclude[0]', 'unknown-column', undefined],
      ['features.include[2]', 'label-leak', undefined],
      ['features.include[3]', 'unsupported-type', undefined],
      ['features.include[4]', 'all-null', undefined],
      ['source.eval.uri', 'columns-differ', undefined],
    ]);
  });

  it('reports missing, corrupt, differing and empty sources', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('part-0.parquet', 'SELECT 1 AS id, 1 AS clicked');
    await fixture.write('part-1.parquet', "SELECT 'x' AS id, 1 AS clicked");
    await writeFile(fixture.path('part-2.parquet'), 'PAR1 is not enough');
    const spec = specOf({ source: { train: { uri: 'part-*.parquet' }, eval: { uri: 'none/*.parquet' } } });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ['source.train.uri', 'corrupt-parquet'],
      ['source.train.uri', 'columns-differ'],
      ['source.eval.uri', 'source-missing'],
    ]);
    expect(issues[0]?.message).toContain('part-2.parquet');
    expect(issues[1]?.message).toContain('id is VARCHAR in part-1.parquet, but INTEGER in part-0.parquet');
    await fixture.write('empty.parquet', 'SELECT 1 AS id, 1 AS clicked WHERE false');
    const empty = specOf({ source: { train: { uri: 'empty.parquet' }, eval: { uri: 's3://bucket/x/' } } });
    const found = await preflight(empty, { baseDir: fixture.dir, store: null });
    expect(found.issues.map(({ path, code }) => [path, code])).toEqual([
      ['source.train.uri', 'empty-source'],
      ['source.eval.uri', 'source-missing'],
    ]);
  });

  it('refuses an unknown split column and a source with no feature left', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', 'SELECT 1 AS clicked');
    const source = { train: { uri: 'log.parquet' }, split: { by: 'member', eval: 0.1 } };
    const unknown = await preflight(specOf({ source }), { baseDir: fixture.dir, store: null });
    expect(unknown.issues.map((issue) => issue.path)).toEqual(['source.split.by']);
    const bare = specOf({ source: { ...source, split: { by: 'clicked', eval: 0.1 } } });
    const found = await preflight(bare, { baseDir: fixture.dir, store: null });
    expect(found.issues.map((issue) => issue.code)).toEqual(['no-features']);
  });

  it.each([
    ['unknown, with the nearest name', 'membr_id', 'unknown-column', 'member_id'],
    ['NULL in every row', 'nothing', 'all-null', undefined],
    ['of the training source only', 'trained_on', 'unknown-column', undefined],
  ])('refuses a cluster column that is %s', async (_, cluster, code, suggestion) => {
    await using fixture = await SourceFixture.create();
    const columns =
      "i AS id, i % 2 AS clicked, 'c' || i % 5 AS country, i % 7 AS member_id, NULL::INTEGER AS nothing";
    await fixture.write('log.parquet', `SELECT ${columns}, i AS trained_on FROM range(100) t(i)`);
    await fixture.write('held.parquet', `SELECT ${columns} FROM range(100) t(i)`);
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } },
      features: { include: ['country'] },
      evaluation: { cluster },
    });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues.map((issue) => [issue.path, issue.code, issue.suggestion])).toEqual([
      ['evaluation.cluster', code, suggestion],
    ]);
  });

  it('takes a cluster column from the source that is split, and tells of a missing key once', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const split = (by: string) => ({ train: { uri: 'log.parquet' }, split: { by, eval: '20%' } });
    const check = (spec: Parameters<typeof specOf>[0]) =>
      preflight(specOf(spec), { baseDir: fixture.dir, store: null });
    expect((await check({ source: split('id'), evaluation: { cluster: 'country' } })).issues).toEqual([]);
    const { issues } = await check({ source: split('idd') });
    expect(issues.map(({ path }) => path)).toEqual(['source.split.by']);
    const grouped = await check({ source: split('id'), evaluation: { cluster: 'nothing' } });
    expect(grouped.issues.map(({ path, code }) => [path, code])).toEqual([
      ['evaluation.cluster', 'all-null'],
    ]);
  });
});
