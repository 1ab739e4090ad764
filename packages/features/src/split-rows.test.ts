/** The splits are disjoint, as large as asked for, and follow key or time; rows without a value are training rows. */
import { type SplitName, splitNames } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import type { SourceColumn } from './parquet-footer.js';
import { splitPredicates } from './split-rows.js';

const hashRules = (column: string | null, held: number, earlyStop: number, encoder: number) =>
  [
    { split: 'eval', kind: 'hash', column, purpose: 'split', from: 0, to: held },
    { split: 'earlyStop', kind: 'hash', column, purpose: 'training', from: 0, to: earlyStop },
    { split: 'encoder', kind: 'hash', column, purpose: 'training', from: earlyStop, to: earlyStop + encoder },
  ] as const;

const wholeObject = { objectIndex: 0, firstRow: 0, rows: 1_000_000 };

async function columnsOf(fixture: SourceFixture, rows: string): Promise<SourceColumn[]> {
  return await fixture.rows(
    `SELECT column_name AS name, column_type AS "duckdbType" FROM (DESCRIBE ${rows})`,
  );
}

async function countSplits(
  fixture: SourceFixture,
  rules: ReturnType<typeof hashRules>,
  seed: number,
  rows: string,
) {
  const predicates = splitPredicates(rules, seed, wholeObject, await columnsOf(fixture, rows));
  const counts = predicates.map(({ split, sql }) => `count(*) FILTER (WHERE ${sql})::DOUBLE AS "${split}"`);
  const once = predicates.map(({ sql }) => `(${sql})::INTEGER`).join(' + ');
  const [row] = await fixture.rows<Record<SplitName | 'others', number>>(
    `SELECT ${counts.join(', ')}, count(*) FILTER (WHERE (${once}) IS DISTINCT FROM 1)::DOUBLE AS others FROM (SELECT *, i AS file_row_number FROM (${rows}))`,
  );
  return row;
}

describe('splits by hash', () => {
  it('send each row to one split, NULL keys to train, for any seed and share', async () => {
    await using fixture = await SourceFixture.create();
    for (let seed = 0; seed < 60; seed++) {
      for (const [held, stop, own] of [
        [0.3, 0.1, 0],
        [0.9, 0.5, 0.4],
        [0.01, 0.2, 0.3],
      ] as const) {
        const rules = hashRules('key', held, stop, own);
        const nulls = await countSplits(
          fixture,
          rules,
          seed,
          'SELECT i, NULL::VARCHAR AS key FROM range(10) t(i)',
        );
        expect(nulls).toEqual({ train: 10, eval: 0, earlyStop: 0, encoder: 0, others: 0 });
        const keys = await countSplits(fixture, rules, seed, 'SELECT i, i // 2 AS key FROM range(200) t(i)');
        expect(keys?.others).toBe(0);
      }
    }
  });

  it('take about the shares that were asked for, of the rows that eval leaves', async () => {
    await using fixture = await SourceFixture.create();
    for (const column of ['key', null]) {
      const counts = await countSplits(
        fixture,
        hashRules(column, 0.2, 0.1, 0.3),
        7,
        'SELECT i, i AS key FROM range(100000) t(i)',
      );
      expect((counts?.eval ?? 0) / 1000).toBeCloseTo(20, 0);
      expect((counts?.earlyStop ?? 0) / 800).toBeCloseTo(10, 0);
      expect((counts?.encoder ?? 0) / 800).toBeCloseTo(30, 0);
    }
  });
});

const shares = { eval: 0.2, earlyStop: 0.25, encoder: 0.25 };

describe('extraction into named splits', () => {
  it('keeps a key in one split', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      'SELECT i, i % 500 AS member, i % 3 = 0 AS hit FROM range(10000) t(i)',
    );
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { by: 'member', ...shares } },
      tasks: [{ name: 'hit', group: 'passive', label: 'hit' }],
    });
    const { results } = await fixture.extract(spec);
    const seen = new Map<number, SplitName>();
    for (const { split, path } of results) {
      for (const { member } of await fixture.rows<{ member: number }>(
        `SELECT DISTINCT member::DOUBLE AS member FROM read_parquet('${path}')`,
      )) {
        expect(seen.get(member) ?? split).toBe(split);
        seen.set(member, split);
      }
    }
    expect(seen.size).toBe(500);
    expect(new Set(seen.values())).toEqual(new Set(splitNames));
  });

  it('by time: encoder, train, earlyStop and eval follow each other', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      "SELECT TIMESTAMP '2026-01-01' + to_hours(((i * 7919) % 1000)::INTEGER) AS at, (i * 7919) % 1000 AS hour, i % 3 = 0 AS hit FROM range(1000) t(i)",
    );
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { by: 'at', order: 'time', ...shares } },
      features: { include: ['hour'] },
      tasks: [{ name: 'hit', group: 'passive', label: 'hit' }],
    });
    const { results } = await fixture.extract(spec);
    const range = async (name: SplitName) => {
      const paths = results.filter(({ split }) => split === name).map(({ path }) => `'${path}'`);
      const [row] = await fixture.rows<{ low: number; high: number }>(
        `SELECT min(hour)::DOUBLE AS low, max(hour)::DOUBLE AS high FROM read_parquet([${paths.join(', ')}])`,
      );
      return [row?.low, row?.high];
    };
    expect(await range('encoder')).toEqual([0, 199]);
    expect(await range('train')).toEqual([200, 599]);
    expect(await range('earlyStop')).toEqual([600, 799]);
    expect(await range('eval')).toEqual([800, 999]);
  });

  it('without a split sets a tenth of the training rows aside, and none with earlyStop: 0', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', 'SELECT i, i % 3 = 0 AS hit FROM range(10000) t(i)');
    await fixture.write('held.parquet', 'SELECT i, i % 3 = 0 AS hit FROM range(500) t(i)');
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } };
    const tasks = [{ name: 'hit', group: 'passive' as const, label: 'hit' }];
    const rowsOf = async (split: object) => {
      const { results } = await fixture.extract(specOf({ source: { ...source, split }, tasks }));
      return Object.fromEntries(
        splitNames.map((name) => [
          name,
          results.reduce((sum, result) => sum + (result.split === name ? result.rows : 0), 0),
        ]),
      );
    };
    const rows = await rowsOf({ earlyStop: undefined });
    expect(rows.eval).toBe(500);
    expect((rows.earlyStop ?? 0) / 10_000).toBeCloseTo(0.1, 1);
    expect((rows.train ?? 0) + (rows.earlyStop ?? 0)).toBe(10_000);
    expect(await rowsOf({ earlyStop: 0 })).toEqual({ train: 10_000, eval: 500, earlyStop: 0, encoder: 0 });
  });
});

describe('a time that is no time', () => {
  const split = { by: 'at', order: 'time' as const, eval: 0.2 };
  const cut = async (at: string) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', `SELECT i, i % 2 AS clicked, ${at} AS at FROM range(2000) t(i)`);
    const source = { train: { uri: 'log.parquet' }, split };
    const { results } = await fixture.extract(specOf({ source, features: { include: ['i'] } }));
    const held = results.filter((part) => part.split === 'eval');
    return Math.min(...held.map(({ statistics }) => statistics.numeric.i?.min ?? 0));
  };

  it.each([
    ['numbers as texts', 'CAST(i AS VARCHAR)', "at holds texts that don't sort by time"],
    [
      'days of another order',
      "strftime(DATE '2023-11-01' + (i // 10)::INT, '%m/%d/%Y')",
      "don't sort by time",
    ],
    [
      'texts of several zones',
      "'2026-01-01 00:' || lpad((i // 60 % 60)::VARCHAR, 2, '0') || ['+01', '+02'][1 + i % 2]",
      "don't sort by time",
    ],
    ['words', "'w' || i", "don't sort by time"],
    ['lists', '[i]', 'at has no times, but BIGINT[]'],
    ['bytes', 'encode(i::VARCHAR)', 'at has no times, but BLOB'],
    ['structs', "{'i': i}", 'at has no times, but STRUCT(i BIGINT)'],
  ])('%s are refused', async (_what, at, message) => {
    await expect(cut(at)).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['dates as texts', "CAST(DATE '2024-01-01' + (i // 10)::INT AS VARCHAR)"],
    ['times as texts', "strftime(TIMESTAMP '2024-01-01' + to_minutes(i), '%Y-%m-%dT%H:%M:%SZ')"],
    ['digits of one length', "strftime(DATE '2024-01-01' + (i // 10)::INT, '%Y%m%d')"],
    ['times of day in nanoseconds', "CAST(TIME '00:00:00' + to_seconds(i) AS TIME_NS)"],
  ])('%s hold out the latest rows', async (_what, at) => {
    expect(await cut(at)).toBeGreaterThanOrEqual(1590);
  });
});
