import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec, writeStarterSpec } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { ExpressionBinder } from './bind-expression.js';
import { SourceFixture } from './fixtures/source-fixture.js';
import { quotedForms } from './quoted-names.js';

const scratchDir = join(tmpdir(), 'espalier-quoted-names');

describe('a column whose name is a word of SQL', () => {
  it('is quoted by init where it must be, and told in quotes where an author forgot them: every word of DuckDB', async () => {
    await using fixture = await SourceFixture.create();
    const words = await fixture.rows<{ word: string }>('SELECT keyword_name AS word FROM duckdb_keywords()');
    expect(words.length).toBeGreaterThan(400);
    const names = [...words.map(({ word }) => word), 'current_date', 'rowid'];
    const columns = names.map((name) => ({ name, duckdbType: 'INTEGER' }));
    using binder = await ExpressionBinder.create(columns, scratchDir);
    for (const word of names) {
      const bare = await binder.bind(`${word} = 1`);
      const [problem] = bare.ok ? [] : bare.problems;
      const sql = bare.ok ? `${word} = 1` : (problem?.suggestion ?? '');
      expect(await binder.bind(sql), word).toMatchObject({ ok: true, duckdbType: 'BOOLEAN', reads: [word] });
    }
    for (const name of names) {
      const topValues = [
        { value: '1', count: 40 },
        { value: '0', count: 60 },
      ];
      const numeric = { duckdbType: 'INTEGER', kind: 'numeric', distinct: 2, nulls: 0, rows: 100 } as const;
      // Some are keys or weights by their name.
      if (/(^|_)(id|key|weight|user)$/.test(name)) continue;
      const profile = {
        uri: 'a.parquet',
        rows: 100,
        rowGroups: 1,
        columns: [{ name, ...numeric, topValues }],
      };
      const path = join(fixture.dir, 'pipeline.yaml');
      await writeFile(path, writeStarterSpec(profile).text);
      const { spec } = await loadSpec(path);
      const label = await binder.bind(spec.tasks[0]?.label ?? '');
      expect(label, name).toMatchObject({ ok: true, duckdbType: 'BOOLEAN', reads: [name] });
    }
  });

  it.each([
    ['like = 1', '"like" = 1'],
    ["name LIKE 'like%' AND like = 1", `name LIKE 'like%' AND "like" = 1`],
    ['order > 1 AND end = 2', '"order" > 1 AND "end" = 2'],
    ['CASE WHEN end = 1 THEN true ELSE false END', 'CASE WHEN "end" = 1 THEN true ELSE false END'],
    ['user-id = 1', '"user-id" = 1'],
    ['a b > 0', '"a b" > 0'],
    ['50% = 1', '"50%" = 1'],
  ])('%s is told as %s', async (sql, expected) => {
    const columns = ['like', 'name', 'order', 'end', 'user-id', 'a b', '50%'].map((name) => ({
      name,
      duckdbType: name === 'name' ? 'VARCHAR' : 'INTEGER',
    }));
    using binder = await ExpressionBinder.create(columns, scratchDir);
    expect(await binder.bind(sql)).toMatchObject({ ok: false, problems: [{ suggestion: expected }] });
  });

  it('is left alone in texts, quoted names and longer words', () => {
    expect(quotedForms(`x = 'like' AND "like" = 1 AND unlikely = 2`, ['like', 'x'])).toEqual([]);
  });
});
