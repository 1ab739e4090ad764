/** Whatever stands in a file, what fails on it says so in words: which file, which column, what to do. */
import { readFile, writeFile } from 'node:fs/promises';
import { EspalierError } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { ExactFile } from './exact-file.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { chunkRanges } from './parquet-footer.js';
import { preflight } from './preflight.js';

const logSql = `SELECT i, i % 3 = 0 AS hit, i * 1000003 AS at, 'text that is long enough ' || i AS word, i / 7 AS x
  FROM range(5000) t(i)`;
const tasks = [{ name: 'hit', group: 'passive' as const, label: 'hit' }];

async function spoil(fixture: SourceFixture, path: string, column: string): Promise<void> {
  const bytes = await readFile(path);
  await using file = await ExactFile.open(path);
  const part = { rowGroupStart: 1, rowGroupEnd: 2, columns: [column] };
  for (const { start, end } of await chunkRanges(fixture.database, file, part)) bytes.fill(0xa5, start, end);
  await writeFile(path, bytes);
}

async function failureOf(work: Promise<unknown>): Promise<EspalierError | null> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null || error instanceof EspalierError) return error;
  throw new Error(`Not in words: ${String(error)}`, { cause: error });
}

describe('bytes that are no Parquet', () => {
  it.each([
    ['word', {}],
    ['x', {}],
    ['hit', {}],
    ['at', { by: 'at', order: 'time' as const }],
    ['at', { by: 'at' }],
  ])('in the column %s: refused by file and reason (split %j)', async (column, split) => {
    await using fixture = await SourceFixture.create();
    const path = await fixture.write('log.parquet', logSql);
    await spoil(fixture, path, column);
    const spec = specOf({ source: { train: { uri: 'log.parquet' }, split: { eval: 0.2, ...split } }, tasks });
    const checked = await failureOf(preflight(spec, { baseDir: fixture.dir, store: null }));
    const extracted = await failureOf(fixture.extract(spec));
    for (const error of [checked, extracted]) {
      if (error === null) continue;
      expect(error.kind).toBe('user');
      expect(error.message).not.toMatch(/LINE \d|Error:/);
    }
    expect(extracted?.message).toContain('log.parquet');
  });
});

describe('values that an expression fails on', () => {
  it.each([
    ['CAST(word AS INTEGER) > 3', /label of task hit.*'text that is long enough/s],
    ['CAST("at" * 1000000 AS SMALLINT) + i > 3', /label of task hit/],
    ["strptime(word, '%Y') > TIMESTAMP '2020-01-01'", /label of task hit/],
    ['sqrt(x - 100) > 3', /label of task hit/],
    ['ln(x - 100) > 0', /label of task hit/],
    ["json_extract_string(word, '$.a') = '1'", /label of task hit/],
    ['factorial(i::INTEGER) > 3', /label of task hit/],
    ["regexp_matches(word, word || '(')", /label of task hit/],
  ])('%s: told with the label and the reason, at plan and beyond it', async (label, reason) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { eval: 0.2 } },
      tasks: [{ name: 'hit', group: 'passive', label }],
    });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues).toMatchObject([{ path: 'tasks[0].label', code: 'expression-failed' }]);
    const extracted = await failureOf(fixture.extract(spec));
    expect(extracted?.message).toMatch(reason);
    for (const message of [issues[0]?.message, extracted?.message]) {
      expect(message).not.toMatch(/LINE \d|Error:/);
    }
  });

  it('in derived columns are told at plan', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const derived = [
      { name: 'good', sql: 'TRY_CAST(word AS INTEGER)' },
      { name: 'bad', sql: 'CAST(word AS INTEGER)' },
    ];
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { eval: 0.2 } },
      features: { derived },
      tasks,
    });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues).toMatchObject([
      {
        path: 'features.derived[1].sql',
        code: 'expression-failed',
        message: expect.stringContaining("the text 'text that is long enough"),
      },
    ]);
  });
});

describe('labels that are NULL', () => {
  it.each([
    ['x > 3', "CASE WHEN i % 10 = 0 THEN 'nan'::DOUBLE ELSE i END AS x"],
    ['x > 3', 'CASE WHEN i % 10 = 0 THEN NULL ELSE i END AS x'],
    ["x = 'a'", "CASE WHEN i % 10 > 0 THEN 'a' END AS x"],
  ])('%s over %s: refused at plan with their rows', async (label, column) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', `SELECT i, ${column} FROM range(4000) t(i)`);
    await fixture.write('held.parquet', `SELECT i, ${column} FROM range(1000) t(i)`);
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } };
    const spec = specOf({ source, tasks: [{ name: 'hit', group: 'passive', label }] });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues).toMatchObject([
      {
        path: 'tasks[0].label',
        code: 'null-label',
        message: expect.stringContaining('NULL for 500 of 5,000 rows'),
      },
    ]);
  });
});
