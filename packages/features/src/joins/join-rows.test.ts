import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CountJoin, Joins, LookupJoin, PlanColumn } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { Database } from '../database.js';
import { SourceFixture } from '../fixtures/source-fixture.js';
import { listSource } from '../list-source.js';
import { joinRows } from './join-rows.js';
import { readTables } from './joined-tables.js';

const member = { name: 'member', duckdbType: 'VARCHAR' };
const time = { name: 'time', duckdbType: 'TIMESTAMP' };
const arrived = { name: 'arrived', duckdbType: 'TIMESTAMP' };

const count = (over: Partial<CountJoin> = {}): CountJoin => ({
  table: 0,
  name: 'seen',
  by: member,
  key: member,
  arrived,
  where: null,
  overSeconds: 86_400,
  ...over,
});

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
    return (await joined(table, [['a', noon]], { counts: [count(over)] }, read))[0];
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
    expect(await joined(table, rows, { counts: [count()] }, [member, arrived])).toEqual([0, 1]);
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
    expect(await joined(table, rows, { counts: [count()] }, [member, arrived])).toEqual([
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
    expect(await joined(table, rows, { counts: [count({ arrived: day })] }, [member, day])).toEqual([
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
        { counts: [count()], asOf },
        [member, arrived],
      ),
    ).toEqual([1, 0]);
  });

  it('compares moments of any precision and zone', async () => {
    const nano = { name: 'arrived', duckdbType: 'TIMESTAMP_NS' };
    const table = "SELECT 'a' AS member, '2026-11-20 11:59:59.999999500'::TIMESTAMP_NS AS arrived";
    // Half a microsecond before, which the row's clock can't tell from its own moment.
    expect(
      await joined(table, [['a', noon]], { counts: [count({ arrived: nano })] }, [member, nano]),
    ).toEqual([0]);
    const zoned = { name: 'arrived', duckdbType: 'TIMESTAMP WITH TIME ZONE' };
    const berlin = "SELECT 'a' AS member, '2026-11-20 12:30:00+01'::TIMESTAMPTZ AS arrived";
    expect(
      await joined(berlin, [['a', noon]], { counts: [count({ arrived: zoned })] }, [member, zoned]),
    ).toEqual([1]);
  });

  it('equals a plain query over drawn rows', async () => {
    await using fixture = await SourceFixture.create();
    const drawn = (n: number, salt: number) =>
      `SELECT (hash(i + ${salt}) % 50)::VARCHAR AS member, TIMESTAMP '2026-11-01' + to_seconds((hash(i * 7 + ${salt}) % 600000)::BIGINT) AS moment FROM range(${n}) r(i)`;
    await fixture.write('log.parquet', `SELECT member, moment AS arrived FROM (${drawn(20_000, 1)})`);
    await fixture.write('rows.parquet', `SELECT member, moment AS time FROM (${drawn(5_000, 2)})`);
    const { objects } = await listSource('log.parquet', { baseDir: fixture.dir, store: null });
    const joins: Joins = { asOf: time, lookups: [], counts: [count()] };
    const tables = [
      {
        uri: 'log',
        objects: objects.map((object) => ({ object, rowGroups: 10 })),
        columns: [member, arrived],
      },
    ];
    await readTables(fixture.database, joins, tables, { store: null, scratchDir: fixture.scratchDir });
    const rows = (from: number, to: number) =>
      `(SELECT * FROM read_parquet('${fixture.path('rows.parquet')}', file_row_number = true) WHERE file_row_number >= ${from} AND file_row_number < ${to})`;
    const [first, second] = await joinRows(fixture.database, joins, [rows(0, 3_000), rows(3_000, 5_000)]);
    const got = await fixture.rows<{ n: bigint }>(
      `SELECT seen AS n FROM (SELECT * FROM ${first} UNION ALL SELECT * FROM ${second}) ORDER BY file_row_number`,
    );
    const wanted = await fixture.rows<{ n: bigint }>(
      `SELECT (SELECT count(*) FROM '${fixture.path('log.parquet')}' l WHERE l.member = r.member AND l.arrived >= r.time - INTERVAL 1 DAY AND l.arrived < r.time) AS n
       FROM read_parquet('${fixture.path('rows.parquet')}', file_row_number = true) r ORDER BY file_row_number`,
    );
    expect(got).toEqual(wanted);
    expect(got.some(({ n }) => n > 20n)).toBe(true);
  });
});

it('beyond memory, is worked out in scratch space, in the same order', async () => {
  await using fixture = await SourceFixture.create();
  const key = { name: 'k', duckdbType: 'BIGINT' };
  const drawn = (rows: number, column: string) =>
    `SELECT (hash(i) % 20000)::BIGINT AS k, TIMESTAMP '2026-11-01' + to_seconds((hash(i + 7) % 2000000)::BIGINT) AS ${column} FROM range(${rows}) r(i)`;
  await fixture.write('log.parquet', drawn(3_000_000, 'arrived'), 122_880);
  await fixture.write('rows.parquet', drawn(400_000, 'time'), 122_880);
  const { objects } = await listSource('log.parquet', { baseDir: fixture.dir, store: null });
  const joins: Joins = {
    asOf: time,
    lookups: [],
    counts: [count({ by: key, key, overSeconds: 7 * 86_400 })],
  };
  const tables = [
    { uri: 'log', objects: objects.map((object) => ({ object, rowGroups: 25 })), columns: [key, arrived] },
  ];
  const rows = `(SELECT * FROM read_parquet('${fixture.path('rows.parquet')}', file_row_number = true))`;
  const digestWith = async (memoryLimitMb: number) => {
    const scratchDir = fixture.path(`scratch-${memoryLimitMb}`);
    using database = await Database.open({ scratchDir, memoryLimitMb });
    await readTables(database, joins, tables, { store: null, scratchDir });
    const [joined] = await joinRows(database, joins, [rows]);
    await database.run(
      `COPY (SELECT k, seen FROM ${joined} AS source) TO '${fixture.path('out.parquet')}' (FORMAT parquet)`,
    );
    return createHash('sha256')
      .update(await readFile(fixture.path('out.parquet')))
      .digest('hex');
  };
  expect(await digestWith(64)).toBe(await digestWith(2_048));
});

describe('columns that are called as things in the queries that join them', () => {
  const names = [
    'k',
    'c0',
    'v0',
    'n',
    'part',
    'row_number',
    'rows',
    'joined',
    'source',
    'n0',
    'l0',
    't',
    'counts',
  ];
  const event = { name: 'arrived', duckdbType: 'TIMESTAMP' };
  const columns = names.map((name) => ({ name, duckdbType: 'INTEGER' }));

  it.each(names)('%s as a key, in conditions and as what is joined', async (name) => {
    await using fixture = await SourceFixture.create();
    const selected = names.map((each, i) => `${i} AS "${each}"`).join(', ');
    await fixture.write('table.parquet', `SELECT ${selected}, TIMESTAMP '2026-11-20' AS arrived`);
    const { objects } = await listSource('table.parquet', { baseDir: fixture.dir, store: null });
    const read = [...columns, event];
    const tables = [
      { uri: 'table', objects: objects.map((object) => ({ object, rowGroups: 1 })), columns: read },
    ];
    const side = { name, duckdbType: 'INTEGER' };
    const made = columns.map((each) => ({ ...each, from: each.name, name: `${each.name} ` }));
    const joins: Joins = {
      asOf: time,
      lookups: [
        { table: 0, by: side, key: side, known: event, columns: made },
        // Under names that the queries use.
        {
          table: 0,
          by: side,
          key: side,
          known: null,
          columns: made.filter((each) => each.from !== name).map((each) => ({ ...each, name: each.from })),
        },
      ],
      counts: [
        count({
          name: 'seen',
          by: side,
          key: side,
          arrived: event,
          where: `"${name}" = ${names.indexOf(name)} AND "t" = 11`,
        }),
      ],
    };
    await readTables(fixture.database, joins, tables, { store: null, scratchDir: fixture.scratchDir });
    const rows = `(SELECT TIMESTAMP '2026-11-20 01:00:00' AS time, ${names.indexOf(name)} AS "${name}", 3 AS file_row_number)`;
    const [joined] = await joinRows(fixture.database, joins, [rows]);
    const own = names.map((each) => `"${each}"::INTEGER`).join(', ');
    const looked = names.map((each) => `"${each} "::INTEGER`).join(', ');
    const [found] = await fixture.rows<object>(
      `SELECT [${own}] AS own, [${looked}] AS looked, seen::INTEGER AS seen FROM ${joined} AS found`,
    );
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({
      own: names.map((_, i) => i),
      looked: names.map((_, i) => i),
      seen: 1,
    });
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
