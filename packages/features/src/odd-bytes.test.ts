/** Bytes in values and names that SQL's texts can't hold, and names that the reader or Espalier itself adds. */
import { describe, expect, it } from 'vitest';
import { ExpressionBinder } from './bind-expression.js';
import { renameColumn } from './fixtures/changed-footer.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { readMatrix } from './matrix-reader.js';
import { preflight } from './preflight.js';
import { profileParquet } from './profile-parquet.js';
import { readScoringChunks } from './scoring-input.js';

const oddWords = ["'a' || chr(0) || 'b'", "'a'", "'a' || chr(0)", "''", "'é''\"' || chr(10)", 'chr(0)'];
const wordSql = `(list_value(${oddWords.join(', ')}))[1 + i % 6]`;
const source = { train: { uri: 'log.parquet' }, split: { by: 'i', eval: 0.3 } };
const tasks = [{ name: 'hit', group: 'passive' as const, label: 'hit' }];

async function withLog(columns: string): Promise<SourceFixture> {
  const fixture = await SourceFixture.create();
  await fixture.write('log.parquet', `SELECT i, i % 3 = 0 AS hit, ${columns} FROM range(2000) t(i)`);
  return fixture;
}

describe('odd bytes in values', () => {
  it('are categories of their own, in training as in scoring', async () => {
    await using fixture = await withLog(`${wordSql} AS word`);
    const spec = specOf({ source, tasks, features: { include: ['word'] } });
    const { results, schema } = await fixture.extract(spec, 1);
    const [column] = schema.columns;
    expect(column?.kind === 'categorical' && [...column.values].sort()).toEqual(
      ['a\0b', 'a', 'a\0', '', 'é\'"\n', '\0'].sort(),
    );
    const { scratchDir } = fixture;
    const train = results.find(({ split }) => split === 'train');
    const { matrix } = await readMatrix(train?.path ?? '', schema, {
      tasks: ['hit'],
      training: false,
      scratchDir,
    });
    expect([...new Set(matrix)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const scored = new Set<number>();
    for await (const chunk of readScoringChunks(fixture.path('log.parquet'), schema, { scratchDir })) {
      for (const code of chunk.matrix) scored.add(code);
    }
    expect([...scored].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('are keys of splits and clusters', async () => {
    await using fixture = await withLog(`${wordSql} || i % 40 AS word`);
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { by: 'word', eval: 0.3 } },
      tasks,
      features: { include: ['i'] },
      evaluation: { cluster: 'word' },
    });
    const { results } = await fixture.extract(spec);
    expect(results.reduce((sum, { rows }) => sum + rows, 0)).toBe(2000);
  });
});

describe('odd names of columns', () => {
  it('with a NUL are left out, or refused where they are asked for', async () => {
    await using fixture = await withLog('i % 7 AS wor_d');
    await renameColumn(fixture.path('log.parquet'), 'wor_d', 'wor\0d');
    const options = { baseDir: fixture.dir, store: null };
    const found = await preflight(specOf({ source, tasks }), options);
    expect(found.issues).toEqual([]);
    expect(found.notes.join('\n')).toContain('Left out "wor\\u0000d": a NUL stands in its name');
    const { schema } = await fixture.extract(specOf({ source, tasks }));
    expect(schema.columns.map(({ name }) => name)).toEqual(['i']);
    const asked = specOf({ source, tasks, features: { include: ['wor\0d', 'i'] } });
    expect((await preflight(asked, options)).issues).toMatchObject([{ path: 'features.include[0]' }]);
    const profile = await profileParquet('log.parquet', options);
    expect(profile.columns.find(({ name }) => name === 'i')?.distinct).toBe(2000);
  });

  it.each(['a "quoted" one', "it's", 'line\nbreak', 'tab\t', 'semi;colon -- /*', '$1', 'é😀', 'select', ' '])(
    '%j works as feature, key, cluster and in expressions',
    async (name) => {
      await using fixture = await withLog(`i % 50 AS "${name.replaceAll('"', '""')}"`);
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const spec = specOf({
        source: { train: { uri: 'log.parquet' }, split: { by: name, eval: 0.3 } },
        features: { include: [name], derived: [{ name: `${name} twice`, sql: `${quoted} * 2` }] },
        tasks,
        evaluation: { cluster: name },
      });
      const { schema } = await fixture.extract(spec);
      expect(schema.columns.map((column) => column.name)).toEqual([name, `${name} twice`]);
    },
  );

  it.each(['file_row_number', 'FILE_ROW_NUMBER'])(
    '%s, which the reader adds, is refused by name at plan',
    async (name) => {
      await using fixture = await withLog(`i % 7 AS ${name}`);
      const options = { baseDir: fixture.dir, store: null };
      const { issues } = await preflight(specOf({ source, tasks }), options);
      expect(issues).toMatchObject([
        { code: 'reserved-name', message: expect.stringContaining('a column file_row_number') },
      ]);
      await expect(profileParquet('log.parquet', options)).rejects.toMatchObject({
        message: expect.stringContaining('a column file_row_number'),
      });
    },
  );

  it.each([
    'filename',
    'file_index',
    'source',
    'schema',
    'value_0',
    'rowid',
    'moment',
    'columns',
    '__row',
    '__fold',
    '__cluster',
    'label__hit',
    'vocabulary_0',
  ])('%s does not meet what Espalier adds', async (name) => {
    await using fixture = await withLog(`i % 7 AS "${name}", 'w' || i % 3 AS word`);
    const split = { by: name, eval: 0.3 };
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split },
      tasks: [{ name: 'hit', group: 'passive', label: `hit AND "${name}" >= 0` }],
    });
    const { results, schema } = await fixture.extract(spec);
    expect(results.reduce((sum, { rows }) => sum + rows, 0)).toBe(2000);
    expect(results.reduce((sum, { statistics }) => sum + (statistics.positives.hit ?? 0), 0)).toBe(667);
    expect(schema.columns.map((column) => column.name)).toEqual(['i', 'word']);
  });

  it('never make SQL of a name', async () => {
    await using fixture = await SourceFixture.create();
    const columns = [
      { name: '"); DROP TABLE source; --', duckdbType: 'INTEGER' },
      { name: 'a\0', duckdbType: 'INTEGER' },
    ];
    using binder = await ExpressionBinder.create(columns, fixture.scratchDir);
    expect(await binder.bind('"""); DROP TABLE source; --" > 1')).toMatchObject({
      ok: true,
      reads: [columns[0]?.name],
    });
  });
});

describe('a byte order mark at the beginning', () => {
  it('of a text makes it another category, in training as in scoring', async () => {
    await using fixture = await withLog("CASE WHEN i % 2 = 0 THEN chr(65279) ELSE '' END || 'a' AS word");
    const spec = specOf({ source, tasks, features: { include: ['word'] } });
    const { schema } = await fixture.extract(spec, 1);
    const [column] = schema.columns;
    expect(column?.kind === 'categorical' && [...column.values].sort()).toEqual(['a', '\ufeffa']);
    const { scratchDir } = fixture;
    const codes: number[] = [];
    for await (const chunk of readScoringChunks(fixture.path('log.parquet'), schema, { scratchDir })) {
      codes.push(...chunk.matrix);
    }
    expect(codes.filter((code) => code > 1)).toEqual([]);
    expect(new Set(codes.filter((_, row) => row % 2 === 0)).size).toBe(1);
  });

  it('of a name is part of it', async () => {
    await using fixture = await withLog('i % 7 AS "\ufeffword"');
    const spec = specOf({
      source,
      tasks: [{ ...tasks[0], name: 'hit', group: 'passive', label: '"\ufeffword" > 3' }],
    });
    const { plan } = await fixture.extract(spec);
    expect(plan.features.map(({ name }) => name)).toEqual(['i', 'hit']);
  });
});

describe('a column that DuckDB calls otherwise than its file does', () => {
  it.each([
    ['of two names that differ in case', 'X', 'X_1', 'it is called X there, as is another column'],
    ['of two same names', 'x', 'x_1', 'it is called x there, as is another column'],
    ['without a name', '', 'C3', 'it has no name there'],
  ])('%s is refused where it is read, by name', async (_what, name, called, reason) => {
    await using fixture = await withLog('i AS x, -i AS other');
    await renameColumn(fixture.path('log.parquet'), 'other', name);
    const place = { baseDir: fixture.dir, store: null };
    const { issues } = await preflight(specOf({ source, tasks }), place);
    expect(issues).toEqual([
      {
        path: 'source.train.uri',
        code: 'column-unreadable',
        message: expect.stringContaining(`${called} can't be read in log.parquet: ${reason}`),
      },
    ]);
    const without = specOf({ source, tasks, features: { exclude: [called] } });
    expect((await preflight(without, place)).issues).toEqual([]);
    const { schema } = await fixture.extract(without, 1);
    const scored = {
      ...schema,
      columns: [{ ...schema.columns[0], sql: `"${called}"` } as (typeof schema.columns)[0]],
    };
    const { scratchDir } = fixture;
    const score = readScoringChunks(fixture.path('log.parquet'), scored, { scratchDir }).next();
    await expect(score).rejects.toMatchObject({ message: expect.stringContaining(reason) });
  });
});
