import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countRows } from './count-rows.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import type { ScoresChunk } from './held-scores.js';
import { readMatrix } from './matrix-reader.js';
import { writeScores } from './scores-writer.js';
import { readScoringChunks } from './scoring-input.js';

const logSql = `SELECT i % 2 AS clicked, i AS id, DATE '2026-01-01' + (i % 30)::INTEGER AS day,
  'c' || i % 4 AS country FROM range(5000) t(i)`;
const spec = specOf({
  source: { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } },
  features: { derived: [{ name: 'half', sql: 'id / 2' }] },
});

async function scored(path: string, fixture: SourceFixture): Promise<number[]> {
  const { schema } = await fixture.extract(spec, 1);
  const cells: number[] = [];
  for await (const chunk of readScoringChunks(path, schema, { scratchDir: fixture.scratchDir, threads: 2 })) {
    cells.push(...chunk.matrix);
  }
  return cells;
}

describe('readScoringChunks', () => {
  it('codes raw rows as the feature shards are coded, without labels, in the order of the file', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const unlabelled = await fixture.write(
      'new.parquet',
      `SELECT CASE WHEN id = 3 THEN 'unseen' ELSE country END AS COUNTRY, day, id::SMALLINT AS id FROM (${logSql})`,
    );
    const { results, schema } = await fixture.extract(spec, 1);
    const options = { tasks: [], training: false, scratchDir: fixture.scratchDir };
    const { matrix } = await readMatrix(results[0]?.path ?? '', schema, options);
    const expected = [...matrix];
    expected[3 * 4 + 2] = 4;
    expect(await scored(unlabelled, fixture)).toEqual(expected);
  });

  it('reads the file of that very name, and of it only what the model reads', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    await fixture.write('rows1.parquet', `SELECT * FROM (${logSql}) LIMIT 37`);
    const named = await fixture.write('rows[1].parquet', `SELECT * FROM (${logSql}) LIMIT 11`);
    expect((await scored(named, fixture)).length).toBe(4 * 11);
    expect(await countRows(named, fixture)).toBe(11);
    await fixture.write(
      'open.parquet',
      `SELECT *, i::DOUBLE AS secret FROM (SELECT *, id AS i FROM (${logSql}))`,
    );
    const secret = new URL('./fixtures/encrypted-column.parquet', import.meta.url).pathname;
    const read = async (include: string[]) => {
      const { schema } = await fixture.extract(
        specOf({
          source: { train: { uri: 'open.parquet' }, eval: { uri: 'open*.parquet' } },
          features: { include },
        }),
        1,
      );
      let rows = 0;
      for await (const chunk of readScoringChunks(secret, schema, fixture)) rows += chunk.rows;
      return rows;
    };
    expect(await read(['id'])).toBe(100);
    await expect(read(['id', 'secret'])).rejects.toThrow('secret: it is encrypted');
  });

  it('names every missing column, and columns of another kind', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const narrow = await fixture.write('narrow.parquet', 'SELECT 1 AS id');
    await expect(scored(narrow, fixture)).rejects.toThrow(/no column day; .*no column country/);
    const texts = await fixture.write('texts.parquet', "SELECT 1 AS id, 'x' AS day, 2 AS country");
    await expect(scored(texts, fixture)).rejects.toThrow(
      /day must be a date or time.*country must be a text/,
    );
    const bad = fixture.path('bad.parquet');
    await writeFile(bad, 'not Parquet at all');
    await expect(scored(bad, fixture)).rejects.toMatchObject({ code: 'features.corrupt-source' });
  });
});

describe('a time that is scored as a number, or a number as a time', () => {
  const types = {
    moment: "TIMESTAMP '2026-01-01' + to_minutes(id)",
    day: "DATE '2026-01-01' + id::INTEGER",
    milliseconds: '1700000000000 + id',
    number: 'id',
    clock: "TIME '00:00:00' + to_seconds(id % 3600)",
    interval: 'to_seconds(id)',
  };
  const scoredAs = async (trained: keyof typeof types, given: keyof typeof types) => {
    await using fixture = await SourceFixture.create();
    const rows = (type: keyof typeof types) =>
      `SELECT id % 2 AS clicked, ${types[type]} AS x FROM range(500) t(id)`;
    await fixture.write('log.parquet', rows(trained));
    const path = await fixture.write('new.parquet', rows(given));
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    const { schema } = await fixture.extract(specOf({ source }), 1);
    let count = 0;
    for await (const chunk of readScoringChunks(path, schema, { scratchDir: fixture.scratchDir }))
      count += chunk.rows;
    return count;
  };

  it.each([
    ['moment', 'milliseconds', 'x must be a date or time, not BIGINT'],
    ['day', 'number', 'x must be a date or time, not BIGINT'],
    ['moment', 'clock', 'x must be a date or time, not TIME'],
    ['clock', 'moment', 'x must be a time of day, not TIMESTAMP'],
    ['number', 'day', 'x must be a number or boolean, not DATE'],
    ['interval', 'number', 'x must be an interval, not BIGINT'],
  ] as const)('%s as %s is refused', async (trained, given, message) => {
    await expect(scoredAs(trained, given)).rejects.toThrow(message);
  });

  it('days and moments are both counted from 1970', async () => {
    expect(await scoredAs('moment', 'day')).toBe(500);
    expect(await scoredAs('day', 'moment')).toBe(500);
  });
});

describe('writeScores', () => {
  it('writes one FLOAT column a task, in the order of the rows', async () => {
    await using fixture = await SourceFixture.create();
    const path = fixture.path('scores.parquet');
    async function* chunks(): AsyncGenerator<ScoresChunk> {
      for (const [start, length] of [
        [0, 5000],
        [5000, 1],
        [5001, 2048],
      ] as const) {
        const a = Float32Array.from({ length }, (_, i) => start + i);
        yield { a, 'b "c"': a.map((value) => -value) };
      }
    }
    const tasks = ['a', 'b "c"'];
    expect(await writeScores(path, tasks, chunks(), { scratchDir: fixture.scratchDir })).toBe(7049);
    const [found] = await fixture.rows(
      `SELECT count(*)::DOUBLE AS "rows", bool_and(a = file_row_number AND "b ""c""" = -a) AS same, typeof(any_value(a)) AS type
       FROM read_parquet('${path}', file_row_number = true)`,
    );
    expect(found).toEqual({ rows: 7049, same: true, type: 'FLOAT' });
  });

  it.each([
    { kept: [], columns: ['score'] },
    { kept: ['id'], columns: ['id', 'score'] },
  ])('keeps order and columns $columns where memory holds few of the rows', async ({ kept, columns }) => {
    await using fixture = await SourceFixture.create();
    const input = await fixture.write(
      'rows.parquet',
      'SELECT i AS id, i % 7 AS other FROM range(20000) t(i)',
    );
    // A folder whose name DuckDB would take for a pattern.
    const scratchDir = await mkdtemp(join(fixture.scratchDir, 'held [a] * '));
    async function* chunks(): AsyncGenerator<ScoresChunk> {
      for (let start = 0; start < 20_000; start += 2500) {
        yield { score: Float32Array.from({ length: 2500 }, (_, i) => start + i) };
      }
    }
    const path = fixture.path('scores.parquet');
    const along = { path: input, columns: kept };
    const options = { scratchDir, heldRows: 6000, kept: along };
    expect(await writeScores(path, ['score'], chunks(), options)).toBe(20_000);
    const [found] = await fixture.rows(
      `SELECT count(*)::DOUBLE AS "rows", bool_and(${columns.map((name) => `${name} = file_row_number`).join(' AND ')}) AS same
       FROM read_parquet('${path}', file_row_number = true)`,
    );
    expect(found).toEqual({ rows: 20_000, same: true });
    const described = await fixture.rows<{ name: string }>(
      `SELECT column_name AS name FROM (DESCRIBE FROM '${path}')`,
    );
    expect(described.map(({ name }) => name)).toEqual(columns);
    expect((await readdir(scratchDir)).filter((name) => name.endsWith('.parquet'))).toEqual([]);
  });

  it('leaves nothing behind when the scores end with an error', async () => {
    await using fixture = await SourceFixture.create();
    // biome-ignore lint/correctness/useYield: it fails before its first chunk
    async function* failing(): AsyncGenerator<ScoresChunk> {
      throw new Error('no more');
    }
    const path = fixture.path('scores.parquet');
    await expect(writeScores(path, ['a'], failing(), { scratchDir: fixture.scratchDir })).rejects.toThrow(
      'no more',
    );
    expect(await fixture.rows(`SELECT file FROM glob('${fixture.dir}/*.parquet')`)).toEqual([]);
  });
});
