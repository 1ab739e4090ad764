import { describe, expect, it } from 'vitest';
import { ExpressionBinder } from './bind-expression.js';
import { SourceFixture } from './fixtures/source-fixture.js';

const columns = [
  { name: 'a', duckdbType: 'INTEGER' },
  { name: 'Name', duckdbType: 'VARCHAR' },
  { name: 'odd "name"', duckdbType: 'DOUBLE' },
  { name: 'tags', duckdbType: 'VARCHAR[]' },
  { name: 'place', duckdbType: 'STRUCT(city VARCHAR)' },
  { name: 'at', duckdbType: 'TIMESTAMP' },
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
    ['"odd ""name""" + a', 'DOUBLE', ['odd "name"', 'a']],
    ['list_contains(tags, Name)', 'BOOLEAN', ['tags', 'Name']],
    ["len(list_filter(tags, lambda t: t <> 'x'))", 'BIGINT', ['tags']],
    ["place.city IN ('Oslo', 'Bonn')", 'BOOLEAN', ['place']],
    ['date_part(\'hour\', "at")', 'BIGINT', ['at']],
    ["CASE WHEN a BETWEEN 1 AND 2 THEN Name ELSE 'other' END", 'VARCHAR', ['a', 'Name']],
    ["'; DROP TABLE source' = Name", 'BOOLEAN', ['Name']],
  ])('%s is %s and reads its columns', async (sql, duckdbType, reads) => {
    expect(await bind(sql)).toEqual({ ok: true, duckdbType, reads });
  });

  it.each([
    ['a = 1; DROP TABLE source', /syntax error/],
    ['a)), ((1', /one expression/],
    ['a)) FROM source WHERE ((true', /syntax error|one expression/],
    ['(SELECT max(a) FROM source) = a', /subquery/],
    ["EXISTS (SELECT * FROM read_csv('x.csv'))", /subquery/],
    ['random() < 0.5', /random\(\)/],
    ['"at" < now()', /now\(\)/],
    ['age("at") IS NULL', /age\(\)/],
    ['sum(a) > 3', /sum\(\)/],
    ['row_number() OVER () = 1', /window/],
    ['COLUMNS(*) = 1', /name the columns/],
    ['$1 = a', /parameters/],
    ["current_setting('threads') = '1'", /current_setting\(\)/],
    ['a = = 1', /syntax error|No function/],
    ['', /syntax error/],
  ])('%s is refused', async (sql, reason) => {
    const binding = await bind(sql);
    expect(binding.ok).toBe(false);
    expect(binding.ok ? '' : binding.problems.map((p) => p.message).join()).toMatch(reason);
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
