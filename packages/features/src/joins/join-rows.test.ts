import type { CountJoin, Joins, LookupJoin, PlanColumn } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { arrived, countJoin, member, time } from '../fixtures/count-join.js';
import { SourceFixture } from '../fixtures/source-fixture.js';
import { listSource } from '../list-source.js';
import { joinRows } from './join-rows.js';
import { readTables } from './joined-tables.js';

const lookup = (over: Partial<LookupJoin> = {}): LookupJoin => ({
  table: 0,
  by: member,
  key: member,
  known: null,
  columns: [{ from: 'country', name: 'land', duckdbType: 'VARCHAR' }],
  ...over,
});

const values = (rows: readonly (readonly (string | number | null)[])[], columns: string): string => {
  const text = rows.map(
    (row) => `(${row.map((v) => (v === null ? 'NULL' : typeof v === 'number' ? v : `'${v}'`)).join(', ')})`,
  );
  return `(VALUES ${text.join(', ')}) t(${columns})`;
};

/** Joins rows (member, time) from one table; the answers in the rows' order. */
async function joined(
  table: string,
  rows: readonly (readonly [string | null, string | null])[],
  joins: { counts?: CountJoin[]; lookups?: LookupJoin[]; asOf?: PlanColumn },
  read: PlanColumn[],
): Promise<unknown[]> {
  await using fixture = await SourceFixture.create();
  await fixture.write('table.parquet', table);
  const all: Joins = { asOf: joins.asOf ?? time, lookups: joins.lookups ?? [], counts: joins.counts ?? [] };
  const { objects } = await listSource('table.parquet', { baseDir: fixture.dir, store: null });
  const tables = [
    { uri: 'table', objects: objects.map((object) => ({ object, rowGroups: 9 })), columns: read },
  ];
  await readTables(fixture.database, all, tables, { store: null, scratchDir: fixture.scratchDir });
  const type = all.asOf?.duckdbType;
  const part = `(SELECT * REPLACE (CAST(time AS ${type}) AS time), (row_number() OVER ()) + 9 AS file_row_number FROM ${values(rows, 'member, time')})`;
  // Twice the same, as two objects are.
  const parts = await joinRows(fixture.database, all, [part, part]);
  const name = all.counts[0]?.name ?? 'land';
  const answers = await Promise.all(
    parts.map((sql) =>
      fixture.rows<{ v: unknown; n: bigint }>(
        `SELECT file_row_number AS n, ${name} AS v FROM ${sql} AS source`,
      ),
    ),
  );
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[0]?.map(({ n }) => Number(n))).toEqual(rows.map((_, i) => i + 10));
  return (answers[0] ?? []).map(({ v }) => (typeof v === 'bigint' ? Number(v) : v));
}

describe('a count', () => {
  const noon = '2026-11-20 12:00:00';
  /** Of events that arrived then, how many a row of noon has. */
  const seenAtNoon = async (arrivals: (string | null)[], over: Partial<CountJoin> = {}) => {
    const events = arrivals.map((at) => ['a', at] as const);
    const table = `SELECT member, arrived::TIMESTAMP AS arrived, row_number() OVER () AS nr FROM ${values(events, 'member, arrived')}`;
    const read = [member, arrived, { name: 'nr', duckdbType: 'BIGINT' }];
    return (await joined(table, [['a', noon]], { counts: [countJoin(over)] }, read))[0];
  };

  it.each<[string, (string | null)[], number, number]>([
    ['what had arrived before', ['2026-11-20 11:59:59.999999'], 86_400, 1],
    ['nothing of its own moment', [noon], 86_400, 0],
    ['nothing that arrived later', ['2026-11-20 12:00:00.000001'], 86_400, 0],
    ['the first moment of its day', ['2026-11-19 12:00:00'], 86_400, 1],
    ['nothing before that', ['2026-11-19 11:59:59.999999'], 86_400, 0],
    ['an hour', ['2026-11-20 10:59:59', '2026-11-20 11:00:00', '2026-11-20 11:30:00'], 3_600, 2],
    ['several of one moment', ['2026-11-20 11:00:00', '2026-11-20 11:00:00'], 3_600, 2],
    ['a week', ['2026-11-13 12:00:00', '2026-11-13 11:59:59', noon], 7 * 86_400, 1],
    ['no moment that is none', [null, 'infinity', '-infinity'], 86_400, 0],
  ])('sees %s', async (_, arrivals, overSeconds, seen) => {
    expect(await seenAtNoon(arrivals, { overSeconds })).toBe(seen);
  });

  it('counts the rows that it asks for', async () => {
    const three = ['2026-11-20 10:00:00', '2026-11-20 10:00:00', '2026-11-20 10:00:00'];
    expect(await seenAtNoon(three, { where: 'nr > 1' })).toBe(2);
    expect(await seenAtNoon(three, { where: 'nullif(nr, 1) > 1' })).toBe(2);
  });

  it('goes by when a row arrived, whatever the time of its event', async () => {
    const table = `SELECT 'a' AS member, TIMESTAMP '2026-11-20 08:00:00' AS event, TIMESTAMP '2026-11-20 12:00:01' AS arrived`;
    const rows: [string, string][] = [
      ['a', noon],
      ['a', '2026-11-20 12:00:02'],
    ];
    expect(await joined(table, rows, { counts: [countJoin()] }, [member, arrived])).toEqual([0, 1]);
  });

  it('is of each key its own, 0 where the log has none of it, and NULL where the row has none', async () => {
    const table = `SELECT * FROM ${values(
      [
        ['a', 1],
        ['a', 2],
        ['b', 3],
        [null, 4],
      ],
      'member, x',
    )}, (SELECT TIMESTAMP '2026-11-20 09:00:00' AS arrived)`;
    const rows: [string | null, string | null][] = [
      ['b', noon],
      ['a', noon],
      ['z', noon],
      [null, noon],
      ['a', null],
      ['a', 'infinity'],
      ['a', '2026-11-20 08:00:00'],
    ];
    expect(await joined(table, rows, { counts: [countJoin()] }, [member, arrived])).toEqual([
      1,
      2,
      0,
      null,
      null,
      null,
      0,
    ]);
  });

  it('takes a date of arrival for known when the day is over, and a date of the row for its first moment', async () => {
    const table = "SELECT 'a' AS member, DATE '2026-11-19' AS arrived";
    const day = { name: 'arrived', duckdbType: 'DATE' };
    const rows: [string, string][] = [
      ['a', '2026-11-19 23:59:59'],
      ['a', '2026-11-20 00:00:00'],
      ['a', '2026-11-20 00:00:01'],
    ];
    expect(await joined(table, rows, { counts: [countJoin({ arrived: day })] }, [member, day])).toEqual([
      0, 0, 1,
    ]);
    const asOf = { name: 'time', duckdbType: 'DATE' };
    const times = "SELECT 'a' AS member, TIMESTAMP '2026-11-19 23:00:00' AS arrived";
    expect(
      await joined(
        times,
        [
          ['a', '2026-11-20'],
          ['a', '2026-11-19'],
        ],
        { counts: [countJoin()], asOf },
        [member, arrived],
      ),
    ).toEqual([1, 0]);
  });

  it('compares moments of any precision and zone', async () => {
    const nano = { name: 'arrived', duckdbType: 'TIMESTAMP_NS' };
    const table = "SELECT 'a' AS member, '2026-11-20 11:59:59.999999500'::TIMESTAMP_NS AS arrived";
    // Half a microsecond before, which the row's clock can't tell from its own moment.
    expect(
      await joined(table, [['a', noon]], { counts: [countJoin({ arrived: nano })] }, [member, nano]),
    ).toEqual([0]);
    const zoned = { name: 'arrived', duckdbType: 'TIMESTAMP WITH TIME ZONE' };
    const berlin = "SELECT 'a' AS member, '2026-11-20 12:30:00+01'::TIMESTAMPTZ AS arrived";
    expect(
      await joined(berlin, [['a', noon]], { counts: [countJoin({ arrived: zoned })] }, [member, zoned]),
    ).toEqual([1]);
  });
});

describe('a lookup', () => {
  const land = { name: 'country', duckdbType: 'VARCHAR' };

  it('finds the one row of a key, and nothing for a key that is not there or is NULL', async () => {
    const table = `SELECT * FROM ${values(
      [
        ['a', 'DE'],
        ['b', 'FR'],
        [null, 'XX'],
        ['c', null],
      ],
      'member, country',
    )}`;
    const rows: [string | null, string][] = [
      ['b', '2026-11-20'],
      ['a', '2026-11-20'],
      ['z', '2026-11-20'],
      [null, '2026-11-20'],
      ['c', '2026-11-20'],
    ];
    expect(await joined(table, rows, { lookups: [lookup()] }, [member, land])).toEqual([
      'FR',
      'DE',
      null,
      null,
      null,
    ]);
  });

  it('with `known` finds the latest row that was known by then', async () => {
    const known = { name: 'since', duckdbType: 'TIMESTAMP' };
    const versions = values(
      [
        ['a', 'DE', '2026-11-10 00:00:00'],
        ['a', 'FR', '2026-11-20 12:00:00'],
        ['a', 'XX', null],
      ],
      'member, country, since',
    );
    const table = `SELECT member, country, since::TIMESTAMP AS since FROM ${versions}`;
    const rows: [string | null, string | null][] = [
      ['a', '2026-11-09 23:59:59'],
      ['a', '2026-11-10 00:00:00'],
      ['a', '2026-11-20 11:59:59.999999'],
      ['a', '2026-11-20 12:00:00'],
      ['a', null],
      [null, '2026-11-20 12:00:00'],
    ];
    const joins = { lookups: [lookup({ known })] };
    expect(await joined(table, rows, joins, [member, land, known])).toEqual([
      null,
      'DE',
      'DE',
      'FR',
      null,
      null,
    ]);
  });
});
