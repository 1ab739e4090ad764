/** Joins of many rows, beyond memory, and of columns with any name. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Joins } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { Database } from '../database.js';
import { arrived, countJoin, member, time } from '../fixtures/count-join.js';
import { SourceFixture } from '../fixtures/source-fixture.js';
import { listSource } from '../list-source.js';
import { joinRows } from './join-rows.js';
import { readTables } from './joined-tables.js';

it('a count equals a plain query over drawn rows', async () => {
  await using fixture = await SourceFixture.create();
  const drawn = (n: number, salt: number) =>
    `SELECT (hash(i + ${salt}) % 50)::VARCHAR AS member, TIMESTAMP '2026-11-01' + to_seconds((hash(i * 7 + ${salt}) % 600000)::BIGINT) AS moment FROM range(${n}) r(i)`;
  await fixture.write('log.parquet', `SELECT member, moment AS arrived FROM (${drawn(20_000, 1)})`);
  await fixture.write('rows.parquet', `SELECT member, moment AS time FROM (${drawn(5_000, 2)})`);
  const { objects } = await listSource('log.parquet', { baseDir: fixture.dir, store: null });
  const joins: Joins = { asOf: time, lookups: [], counts: [countJoin()] };
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

it('counts of one history and of another, with conditions and spans of their own, each equal a plain query', async () => {
  await using fixture = await SourceFixture.create();
  const drawn = (n: number, salt: number, moment: string) =>
    `SELECT (hash(i + ${salt}) % 50)::VARCHAR AS member, (hash(i * 3 + ${salt}) % 20)::VARCHAR AS author, hash(i + 9) % 7 AS stars,
       TIMESTAMP '2026-11-01' + to_seconds((hash(i * 7 + ${salt}) % 600000)::BIGINT) AS ${moment} FROM range(${n}) r(i)`;
  await fixture.write('log.parquet', drawn(20_000, 1, 'arrived'));
  await fixture.write('rows.parquet', drawn(5_000, 2, 'time'));
  const author = { name: 'author', duckdbType: 'VARCHAR' };
  const stars = { name: 'stars', duckdbType: 'UBIGINT' };
  const counts = [
    countJoin({ name: 'seen' }),
    countJoin({ name: 'of_author', by: author, key: author, where: 'stars > 2' }),
    countJoin({ name: 'starred', where: 'stars > 4', overSeconds: 3_600 * 30 }),
    countJoin({ name: 'sometimes', where: 'CASE WHEN stars > 5 THEN stars = 6 END' }),
  ];
  const joins: Joins = { asOf: time, lookups: [], counts };
  const { objects } = await listSource('log.parquet', { baseDir: fixture.dir, store: null });
  const listed = objects.map((object) => ({ object, rowGroups: 10 }));
  const tables = [{ uri: 'log', objects: listed, columns: [member, author, stars, arrived] }];
  await readTables(fixture.database, joins, tables, { store: null, scratchDir: fixture.scratchDir });
  const rows = `(SELECT * FROM read_parquet('${fixture.path('rows.parquet')}', file_row_number = true))`;
  const [joined] = await joinRows(fixture.database, joins, [rows]);
  const names = counts.map(({ name }) => name).join(', ');
  const got = await fixture.rows(`SELECT ${names} FROM ${joined} ORDER BY file_row_number`);
  const plain = counts.map(
    ({ name, key, where, overSeconds }) =>
      `(SELECT count(*) FROM '${fixture.path('log.parquet')}' l WHERE l.${key.name} = r.${key.name} AND l.arrived < r.time
         AND l.arrived >= r.time - to_seconds(${overSeconds}) AND (${(where ?? 'true').replaceAll('stars', 'l.stars')})) AS ${name}`,
  );
  expect(got).toEqual(
    await fixture.rows(`SELECT ${plain.join(', ')} FROM ${rows} AS r ORDER BY file_row_number`),
  );
});

it('a condition that fails on a row is told by its own count', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write(
    'log.parquet',
    "SELECT 'm' AS member, TIMESTAMP '2026-11-01' AS arrived FROM range(9) r(i)",
  );
  const { objects } = await listSource('log.parquet', { baseDir: fixture.dir, store: null });
  const wheres = [null, "member = 'm'", 'CAST(member AS INTEGER) > 3'];
  const counts = wheres.map((where, index) => countJoin({ name: `count_${index}`, where }));
  const tables = [
    {
      uri: 'log',
      objects: objects.map((object) => ({ object, rowGroups: 1 })),
      columns: [member, arrived],
    },
  ];
  const access = { store: null, scratchDir: fixture.scratchDir };
  await expect(
    readTables(fixture.database, { asOf: time, lookups: [], counts }, tables, access),
  ).rejects.toMatchObject({ code: 'features.expression-failed', details: { name: 'count_2' } });
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
    counts: [countJoin({ by: key, key, overSeconds: 7 * 86_400 })],
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
        countJoin({
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
