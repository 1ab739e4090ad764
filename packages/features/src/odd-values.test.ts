/** What NaN, infinities, -0.0, numbers beyond floats and dates at infinity are, with and without a file's statistics. */
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';

const arrowFiles = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');

/** Rows of the Arrow files, as make-arrow-files.py says. */
const arrowRows = Array.from({ length: 1200 }, (_, i) => ({
  dwell: i % 7 === 0 ? Number.NaN : i % 60,
  speed: i === 17 ? Number.NaN : i % 10,
}));

async function withArrowFile(name: string): Promise<SourceFixture> {
  const fixture = await SourceFixture.create();
  await copyFile(join(arrowFiles, name), fixture.path('log.parquet'));
  return fixture;
}

describe.each(['nan-with-statistics.parquet', 'nan-without-statistics.parquet'])('NaN in %s', (name) => {
  it('is a missing value of a feature', async () => {
    await using fixture = await withArrowFile(name);
    const { results } = await fixture.extract(
      specOf({ source: { train: { uri: 'log.parquet' }, split: { by: 'member', eval: 0.2 } } }),
    );
    const missing = (column: string) =>
      results.reduce((sum, { statistics }) => sum + (statistics.numeric[column]?.nulls ?? 0), 0);
    expect(missing('dwell')).toBe(arrowRows.filter(({ dwell }) => Number.isNaN(dwell)).length);
    expect(missing('speed')).toBe(1);
    const top = results.map(({ statistics }) => statistics.numeric.dwell?.max ?? Number.NaN);
    expect(Math.max(...top)).toBe(59);
  });

  it('is no time: such rows train', async () => {
    await using fixture = await withArrowFile(name);
    const split = { by: 'dwell', order: 'time' as const, eval: 0.3, earlyStop: 0.2, encoder: 0.2 };
    const { results } = await fixture.extract(specOf({ source: { train: { uri: 'log.parquet' }, split } }));
    for (const { split: part, statistics } of results) {
      if (part !== 'train') expect(statistics.numeric.dwell?.nulls).toBe(0);
    }
    const held = results.filter(({ split: part }) => part === 'eval');
    expect(Math.max(...held.map(({ statistics }) => statistics.numeric.dwell?.max ?? 0))).toBe(59);
    const times = arrowRows.filter(({ dwell }) => !Number.isNaN(dwell)).length;
    expect(held.reduce((sum, { rows }) => sum + rows, 0) / times).toBeCloseTo(0.3, 1);
  });

  it('is no key: such rows train, for any seed and share', async () => {
    await using fixture = await withArrowFile(name);
    for (const seed of [1, 7, 12]) {
      for (const share of [0.1, 0.6]) {
        const split = { by: 'dwell', eval: share, earlyStop: 0.3 };
        const { results } = await fixture.extract(
          specOf({ seed, source: { train: { uri: 'log.parquet' }, split } }),
        );
        const held = results.filter(({ split: part }) => part !== 'train');
        expect(held.map(({ statistics }) => statistics.numeric.dwell?.nulls)).toEqual(held.map(() => 0));
      }
    }
  });
});

const missing = arrowRows.filter(({ dwell }) => Number.isNaN(dwell)).length;
const both = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };

describe.each(['nan-with-statistics.parquet', 'nan-without-statistics.parquet'])(
  'NaN in an expression over %s',
  (name) => {
    it.each([
      'dwell > 30',
      'NOT dwell > 30',
      'dwell <> 5',
      'dwell BETWEEN 10 AND 90',
      'dwell NOT IN (5, 6)',
      'dwell / 60 > 0.5',
      'source.dwell >= 30 AND clicked < 2',
      'CAST(CAST(dwell AS VARCHAR) AS DOUBLE) > 30',
      '[dwell][1] > 30',
      "{'d': dwell}.d > 30",
      'dwell::FLOAT > 30',
      "CASE WHEN dwell > 30 THEN 'long' WHEN dwell <= 30 THEN 'short' END = 'long'",
    ])('%s: a label is refused as NULL, with its rows', async (label) => {
      await using fixture = await withArrowFile(name);
      const tasks = [{ name: 'long', group: 'passive' as const, label }];
      await expect(fixture.extract(specOf({ source: both, tasks }), 1)).rejects.toMatchObject({
        code: 'features.null-label',
        message: expect.stringContaining(`NULL for ${missing} of 1200 rows`),
      });
    });

    const long = arrowRows.filter(({ dwell }) => dwell > 30).length;
    it.each([
      ['COALESCE(dwell > 30, false)', long],
      ['CASE WHEN isnan(dwell) THEN false ELSE dwell > 30 END', long],
      ['NOT isnan(dwell) AND dwell > 30', long],
      ['isfinite(dwell) AND dwell > 30', long],
      ['isnan(dwell) OR dwell > 30', long + missing],
      ["dwell = 'nan'::DOUBLE", missing],
      ['dwell IS NULL', missing],
    ])('%s: a label says what NaN is', async (label, positives) => {
      await using fixture = await withArrowFile(name);
      const tasks = [{ name: 'long', group: 'passive' as const, label }];
      const { results } = await fixture.extract(specOf({ source: both, tasks }), 1);
      expect(results[0]?.statistics.positives).toEqual({ long: positives });
    });

    it('makes a derived feature missing', async () => {
      await using fixture = await withArrowFile(name);
      const derived = [
        { name: 'long', sql: 'dwell > 30' },
        { name: 'minutes', sql: 'dwell / 60' },
        { name: 'odd', sql: 'isnan(dwell)' },
      ];
      const tasks = [{ name: 'hit', group: 'passive' as const, label: 'clicked = 1' }];
      const { results } = await fixture.extract(specOf({ source: both, features: { derived }, tasks }), 1);
      const numeric = results[0]?.statistics.numeric;
      expect([numeric?.long?.nulls, numeric?.minutes?.nulls, numeric?.odd?.nulls]).toEqual([
        missing,
        missing,
        0,
      ]);
      expect(numeric?.odd?.mean).toBeCloseTo(missing / 1200, 9);
    });
  },
);

describe('NaN in a list', () => {
  it.each([
    'len(list_filter(l, e -> e > 30)) > 0',
    'list_contains(list_transform(l, lambda e: e >= 31), true)',
    'list_bool_or([v > 30 for v in l])',
    'len(list_filter(l, e -> e NOT IN (1, 2) AND e BETWEEN 31 AND 99)) > 0',
    'len(list_filter([l], f -> list_max(f) > 30)) > 0',
  ])('%s: no element of it is larger than a number', async (label) => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      "SELECT i, [1, CASE WHEN i % 5 = 0 THEN 'nan'::DOUBLE ELSE i % 60 END] AS l FROM range(600) t(i)",
    );
    const tasks = [{ name: 'long', group: 'passive' as const, label }];
    const { results } = await fixture.extract(specOf({ source: both, tasks }), 1);
    const longer = Array.from({ length: 600 }, (_, i) => i).filter((i) => i % 5 !== 0 && i % 60 > 30);
    expect(results[0]?.statistics.positives).toEqual({ long: longer.length });
  });

  it('is what a lambda asks for', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      "SELECT i, [i, CASE WHEN i % 5 = 0 THEN 'nan'::DOUBLE END]::FLOAT[] AS l FROM range(600) t(i)",
    );
    const tasks = [
      { name: 'odd', group: 'passive' as const, label: 'len(list_filter(l, e -> isnan(e))) > 0' },
    ];
    const { results } = await fixture.extract(specOf({ source: both, tasks }), 1);
    expect(results[0]?.statistics.positives).toEqual({ odd: 120 });
  });
});

it('NaN that an expression computes is no text and no whole number', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write(
    'log.parquet',
    "SELECT i, CASE WHEN i % 4 = 0 THEN 'inf'::DOUBLE ELSE i END AS x, i % 3 = 0 AS hit FROM range(400) t(i)",
  );
  const derived = [
    { name: 'text', sql: 'CAST(x - x AS VARCHAR)' },
    { name: 'whole', sql: 'CAST(x - x AS INTEGER)' },
  ];
  const tasks = [{ name: 'hit', group: 'passive' as const, label: 'hit' }];
  const features = { include: ['i'], derived };
  const { results } = await fixture.extract(specOf({ source: both, features, tasks }), 1);
  const [first] = results;
  expect([first?.statistics.categorical.text?.nulls, first?.statistics.numeric.whole?.nulls]).toEqual([
    100, 100,
  ]);
});

describe('odd values', () => {
  const odd = (value: string, type: string) =>
    `SELECT i, CASE WHEN i % 100 = 3 THEN ${value} ELSE ${type === 'DOUBLE' ? 'i' : `DATE '2026-01-01' + i::INTEGER`} END::${type} AS x,
      i % 3 = 0 AS hit FROM range(400) t(i)`;
  const tasks = [{ name: 'hit', group: 'passive' as const, label: 'hit' }];

  it.each([
    ['an infinite number', "'inf'::DOUBLE", 'DOUBLE'],
    ['a number beyond floats', '1.7976931348623157e308', 'DOUBLE'],
    ['a negative number beyond floats', '-3.41e38', 'DOUBLE'],
    ['a date at infinity', "'infinity'::DATE", 'DATE'],
    ['a time at infinity', "'-infinity'::TIMESTAMP", 'TIMESTAMP'],
    ['a time with a zone at infinity', "'infinity'::TIMESTAMPTZ", 'TIMESTAMPTZ'],
  ])('%s is refused by the feature, with its rows', async (_name, value, type) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', odd(value, type));
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    await expect(fixture.extract(specOf({ source, tasks }), 1)).rejects.toMatchObject({
      code: 'features.infinite-value',
      message: expect.stringMatching(/The feature x is infinite.* for 4 of 400 rows/),
    });
  });

  it.each([
    ['an infinite number', "'inf'::DOUBLE", 'DOUBLE'],
    ['a date at infinity', "'infinity'::DATE", 'DATE'],
    ['a time at infinity', "'-infinity'::TIMESTAMP", 'TIMESTAMP'],
    ['NULL', 'NULL', 'TIMESTAMP'],
  ])('%s is no time: such rows train', async (_name, value, type) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', odd(value, type));
    const split = { by: 'x', order: 'time' as const, eval: 0.25, earlyStop: 0.1, encoder: 0.1 };
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split },
      features: { include: ['i'] },
      tasks,
    });
    const { results } = await fixture.extract(spec);
    const [row] = await fixture.rows<{ odd: number; all: number }>(
      `SELECT count(*) FILTER (WHERE i % 100 = 3)::DOUBLE AS odd, count(*)::DOUBLE AS "all"
       FROM read_parquet([${results.filter(({ split: part }) => part === 'train').map(({ path }) => `'${path}'`)}])`,
    );
    expect(row?.odd).toBe(4);
    expect(row?.all).toBeLessThan(280);
  });

  it('-0.0 and 0.0 are one key', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      "SELECT i, CASE WHEN i % 2 = 0 THEN 0.0 ELSE '-0.0' END::DOUBLE AS k, i % 3 = 0 AS hit FROM range(400) t(i)",
    );
    for (let seed = 1; seed < 9; seed += 1) {
      const split = { by: 'k', eval: 0.5, earlyStop: 0 };
      const { results } = await fixture
        .extract(
          specOf({
            seed,
            source: { train: { uri: 'log.parquet' }, split },
            features: { include: ['i'] },
            tasks,
          }),
        )
        .catch(() => ({ results: [] }));
      expect(results.length).toBeLessThan(2);
    }
  });

  it('the largest float is a number', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', odd('3.4028234663852886e38', 'DOUBLE'));
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    const { results } = await fixture.extract(specOf({ source, tasks }), 1);
    expect(results[0]?.statistics.numeric.x?.max).toBe(3.4028234663852886e38);
  });
});
