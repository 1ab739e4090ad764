import { describe, expect, it } from 'vitest';
import { ExpressionBinder } from './bind-expression.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';

const columns = [
  { name: 'a', duckdbType: 'INTEGER' },
  { name: 'Name', duckdbType: 'VARCHAR' },
  { name: 'odd "name"', duckdbType: 'DOUBLE' },
  { name: 'tags', duckdbType: 'VARCHAR[]' },
  { name: 'place', duckdbType: 'STRUCT(city VARCHAR)' },
  { name: 'at', duckdbType: 'TIMESTAMP' },
  { name: 'payload', duckdbType: 'JSON' },
  { name: 'text', duckdbType: 'VARCHAR' },
  { name: 'sizes', duckdbType: 'DOUBLE[]' },
];

async function bind(sql: string) {
  await using fixture = await SourceFixture.create();
  using binder = await ExpressionBinder.create(columns, fixture.scratchDir);
  return await binder.bind(sql);
}

describe('a row expression', () => {
  it.each([
    ['a > 1', 'BOOLEAN', ['a']],
    ["NAME = 'x' -- a comment", 'BOOLEAN', ['Name']],
    ['"odd ""name""" + a', 'DOUBLE', ['a', 'odd "name"']],
    ['list_contains(tags, Name)', 'BOOLEAN', ['Name', 'tags']],
    ["len(list_filter(tags, lambda t: t <> 'x'))", 'BIGINT', ['tags']],
    ["place.city IN ('Oslo', 'Bonn')", 'BOOLEAN', ['place']],
    ['date_part(\'hour\', "at")', 'BIGINT', ['at']],
    ["CASE WHEN a BETWEEN 1 AND 2 THEN Name ELSE 'other' END", 'VARCHAR', ['a', 'Name']],
    ["'; DROP TABLE source' = Name", 'BOOLEAN', ['Name']],
    ["a > 50 AND CAST(payload->'$.a.c' AS INTEGER) = 1", 'BOOLEAN', ['a', 'payload']],
    ["CAST(payload->'$.a.c' AS INTEGER) = 1", 'BOOLEAN', ['payload']],
    ["a > 50 AND (payload->>'$.a.c') = '1'", 'BOOLEAN', ['a', 'payload']],
    ["payload->>'$.a.c' = '1'", 'BOOLEAN', ['payload']],
    ["(text->'$.a')->>'$.b' = 'x'", 'BOOLEAN', ['text']],
    ["json_extract_string(payload, '$.' || Name) = 'x'", 'BOOLEAN', ['Name', 'payload']],
    ['list_transform(tags, a -> a || Name)[1] = Name', 'BOOLEAN', ['Name', 'tags']],
    ['list_transform(tags, t -> t || text)[1] = text', 'BOOLEAN', ['tags', 'text']],
    ['[t || text for t in tags if len(t) > a][1] = text', 'BOOLEAN', ['a', 'tags', 'text']],
    ['list_sum(sizes) > 3', 'BOOLEAN', ['sizes']],
    ["list_aggregate(sizes, 'first') > 3", 'BOOLEAN', ['sizes']],
    ['source.place.city = source.Name', 'BOOLEAN', ['Name', 'place']],
    ['age("at", "at") > INTERVAL 1 DAY', 'BOOLEAN', ['at']],
    ['split_part(text, Name, 1) = text', 'BOOLEAN', ['Name', 'text']],
    ['nullif(a, 3) = 9007199254740993', 'BOOLEAN', ['a']],
  ])('%s is %s and reads its columns', async (sql, duckdbType, reads) => {
    expect(await bind(sql)).toMatchObject({ ok: true, duckdbType, reads });
  });

  it.each([
    ['a = 1; DROP TABLE source', /can't be read at `;`/],
    ['a)), ((1', /one expression/],
    ['a)) FROM source WHERE ((true', /can't be read at|one expression/],
    ['(SELECT max(a) FROM source) = a', /subquery/],
    ["EXISTS (SELECT * FROM read_csv('x.csv'))", /subquery/],
    ['random() < 0.5', /random\(\) is drawn at random/],
    ['uuid() = text', /uuid\(\)/],
    ['"at" < now()', /now\(\) reads the clock/],
    ['age("at") IS NULL', /age\(\) of one time reads the clock/],
    ['"at" < pg_postmaster_start_time()', /pg_postmaster_start_time\(\) reads the clock/],
    ['"at" < pg_conf_load_time()', /pg_conf_load_time\(\) reads the clock/],
    ['"at" < ago(INTERVAL 1 DAY)', /ago\(\) reads the clock/],
    ['"at"::DATE < today()', /today\(\) reads the clock/],
    ['"at"::DATE < current_date', /current_date/],
    ['"at" < get_current_timestamp()', /reads the clock/],
    ['"at" < main.now()', /now\(\) reads the clock/],
    ['pg_sleep(1) IS NULL', /pg_sleep\(\)/],
    ['sleep_ms(1000) IS NULL', /sleep_ms\(\)/],
    ["write_log('x') IS NULL", /write_log\(\)/],
    ["nextval('s') = a", /nextval\(\)/],
    ["error('x')", /error\(\)/],
    ['sum(a) > 3', /sum\(\) of several rows: an aggregate/],
    ['first(a) > 3', /first\(\) of several rows: an aggregate/],
    ['list(a) = [1]', /list\(\) of several rows: an aggregate/],
    ['geomean(a) > 3', /geomean\(\) reaches beyond the row/],
    ['weighted_avg(a, a) > 3', /weighted_avg\(\) reaches beyond the row/],
    ["json_group_array(a) = '[]'", /json_group_array\(\) reaches beyond the row/],
    ["list_aggregate(sizes, 'reservoir_quantile', 0.5) > 1", /reservoir_quantile\(\)/],
    ['list_approx_count_distinct(tags) > 1', /list_approx_count_distinct\(\)/],
    ['unnest(tags) = Name', /unnest|beyond the row/],
    ['row_number() OVER () = 1', /window/],
    ['COLUMNS(*) = 1', /name the columns/],
    ['source IS NULL', /whole row/],
    ['#1 > 1', /positional reference/],
    ['rowid > 1', /no column rowid/],
    ['main.source.a > 1', /no column main/],
    ['$1 = a', /parameters/],
    ["current_setting('threads') = '1'", /current_setting\(\)/],
    ["getvariable('x') = '1'", /getvariable\(\)/],
    ["getenv('HOME') = '/root'", /getenv\(\)/],
    ["current_database() = 'x'", /current_database\(\)/],
    ["version() = 'x'", /version\(\)/],
    ['stats(a) = text', /stats\(\)/],
    ['bogus(a)', /bogus\(\) is not among/],
    ['a::bogus = 1', /there is no type bogus/],
    ['len(a) > 1', /there is no len\(INTEGER\)/],
    ['"at" > 3', /TIMESTAMP can not be compared with INTEGER|can not be compared/],
    ["a > 0 AND payload->>'$.a.c' = '1'", /parentheses/],
    ["a > 0 OR text->>'$.a.c' = '1'", /parentheses/],
    ["NOT payload->>'$.a.c' = '1'", /parentheses/],
    ["payload->'$.a.c' = '1'", /parentheses/],
    ["payload->'$.a' IS NULL AND a = 1", /parentheses/],
    ['a = = 1', /can't be read at `=`/],
    ['a >', /can't be read at `\)`/],
    ['', /can't be read at `\)`/],
    ['a = 1 \0', /NUL/],
  ])('%s is refused', async (sql, reason) => {
    const binding = await bind(sql);
    expect(binding.ok).toBe(false);
    const said = binding.ok ? '' : binding.problems.map((p) => p.message).join();
    expect(said).toMatch(reason);
    expect(said).not.toMatch(/LINE \d|Error:|!/);
  });

  it('names unknown columns with the nearest known one', async () => {
    expect(await bind('nmae = 1 AND current_timestamp > "at"')).toEqual({
      ok: false,
      problems: [
        { code: 'unknown-column', message: 'the source has no column nmae', suggestion: 'Name' },
        { code: 'unknown-column', message: 'the source has no column current_timestamp' },
      ],
    });
  });
});

describe('an expression that fails on rows that it is kept from', () => {
  const label = (sql: string) => [{ name: 'hit', group: 'passive' as const, label: sql }];

  it.each([
    ['TRY', 'coalesce(TRY(ln(x - 300) > 1 AND ln(x - 300) < 4), false)'],
    ['CASE', 'CASE WHEN x > 300 THEN ln(x - 300) > 1 AND ln(x - 300) < 4 ELSE false END'],
  ])('%s keeps it from them, however often it stands there', async (_name, sql) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', 'SELECT i, i::DOUBLE AS x FROM range(1000) t(i)');
    const both = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    const { results } = await fixture.extract(specOf({ source: both, tasks: label(sql) }), 1);
    const positives = Array.from({ length: 1000 }, (_, i) => Math.log(i - 300)).filter((l) => l > 1 && l < 4);
    expect(results[0]?.statistics.positives).toEqual({ hit: positives.length });
  });

  it('and where nothing keeps it from them, is told by its task', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', 'SELECT i, i::DOUBLE AS x FROM range(1000) t(i)');
    const both = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    const spec = specOf({ source: both, tasks: label('sqrt(x - 300) > 1') });
    await expect(fixture.extract(spec, 1)).rejects.toMatchObject({
      message: expect.stringContaining('cannot take square root of a negative number'),
      kind: 'user',
    });
  });
});
