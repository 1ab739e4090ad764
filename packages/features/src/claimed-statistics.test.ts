/** A footer's statistics are what a writer claims: no row, column or split rests on them. */
import { describe, expect, it } from 'vitest';
import { type ClaimedStatistics, claimStatistics, doubleBound } from './fixtures/changed-footer.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { testedOnRows } from './row-filter.js';

const rows = 3 * 2048;
const logSql = `SELECT i, CASE WHEN i % 4 > 0 THEN 'm' || i % 50 END AS member, i AS at,
  CASE WHEN i % 5 > 0 THEN i % 60 + 0.5 END AS dwell, CASE WHEN i % 6 > 0 THEN i % 9 / 2 END AS wait, i % 2 = 0 AS clicked FROM range(${rows}) t(i)`;

const claims: Readonly<Record<string, ClaimedStatistics>> = {
  'no statistics': {},
  'no NULLs': { nullCount: 0 },
  'NULLs only': { nullCount: 2048 },
  'bounds that hold none of the values': { min: doubleBound(-9), max: doubleBound(-8), nullCount: 0 },
};

const shares = { eval: 0.2, earlyStop: 0.25, encoder: 0.25 };

describe('wrong statistics', () => {
  it.each(Object.keys(claims))('of %s change nothing', async (name) => {
    await using fixture = await SourceFixture.create();
    const path = await fixture.write('log.parquet', logSql);
    for (const split of [{ by: 'member' }, { by: 'at', order: 'time' as const }]) {
      const spec = specOf({
        source: { train: { uri: 'log.parquet' }, split: { ...split, ...shares } },
        features: { exclude: ['i'], derived: [{ name: 'long', sql: 'dwell > 30 OR dwell IS NULL' }] },
        tasks: [
          { name: 'click', group: 'passive', label: 'clicked' },
          { name: 'waited', group: 'passive', label: 'coalesce(wait > 2, false)' },
          { name: 'late', group: 'passive', label: 'i > 2600' },
        ],
      });
      await fixture.write('log.parquet', logSql);
      const plain = await fixture.extract(spec);
      await claimStatistics(path, (column) =>
        ['dwell', 'wait', 'at'].includes(column) || (column === 'member' && claims[name]?.min === undefined)
          ? claims[name]
          : undefined,
      );
      const claimed = await fixture.extract(spec);
      expect(claimed.results.map(({ split, statistics }) => ({ split, statistics }))).toEqual(
        plain.results.map(({ split, statistics }) => ({ split, statistics })),
      );
      expect(claimed.plan.splitRules).toEqual(plain.plan.splitRules);
      expect(claimed.schema).toEqual(plain.schema);
    }
  });

  it('decide no filter', async () => {
    await using fixture = await SourceFixture.create();
    const path = await fixture.write('log.parquet', logSql);
    const kept = async (predicate: string) => {
      const [row] = await fixture.rows<{ kept: number }>(
        `SELECT count(*)::DOUBLE AS kept FROM read_parquet('${path}', file_row_number = true) WHERE ${testedOnRows(predicate)}`,
      );
      return row?.kept;
    };
    const predicates = [
      '"at" >= 100',
      '"at" IN (5, 3000)',
      "member = 'm1'",
      'member IS NULL',
      'dwell IS NOT NULL',
    ];
    const right = [];
    for (const predicate of predicates) right.push(await kept(predicate));
    expect(right).toEqual([rows - 100, 2, 123, rows / 4, expect.any(Number)]);
    for (const claim of Object.values(claims)) {
      await claimStatistics(path, (column) => (column === 'clicked' || column === 'i' ? undefined : claim));
      for (const [index, predicate] of predicates.entries()) expect(await kept(predicate)).toBe(right[index]);
    }
  });
});
