import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { readMatrix } from './matrix-reader.js';
import { preflight } from './preflight.js';
import { readScoringChunks } from './scoring-input.js';

const rows = 4000;

/** Values of the feature `x` of the SQL `x` over `i`, as the encoder gets them in training and in scoring. */
async function valuesOf(fixture: SourceFixture, sql: string, from = `range(${rows}) t(i)`) {
  await fixture.write('log.parquet', `SELECT ${sql} AS x, hash(i + 7) % 2 AS clicked FROM ${from}`);
  const spec = specOf({ source: { train: { uri: 'log.parquet' } } });
  const { plan, results, schema } = await fixture.extract(spec, 1);
  const train = results.find(({ split }) => split === 'train');
  const { scratchDir } = fixture;
  const { matrix } = await readMatrix(train?.path ?? '', schema, { tasks: [], training: false, scratchDir });
  const scored: number[] = [];
  for await (const chunk of readScoringChunks(fixture.path('log.parquet'), schema, { scratchDir })) {
    scored.push(...chunk.matrix);
  }
  expect(scored).toEqual([...matrix]);
  return { values: [...matrix], plan, column: schema.columns[0], train };
}

const distinct = (values: readonly number[]) => new Set(values).size;

describe('a number that float32 can not hold', () => {
  it.each([
    ['epoch seconds of today', '1790000000 + i'],
    ['epoch milliseconds', '1790000000000 + i'],
    ['epoch nanoseconds, beyond the whole numbers of a double', '1790000000000000001 + i'],
    ['YYYYMMDD', "CAST(strftime(DATE '2024-01-01' + CAST(i % 500 AS INTEGER), '%Y%m%d') AS INTEGER)"],
    ['an ID above 2^24', '300000001 + i % 50'],
    ['an unsigned ID near the end of its type', '(18446744073709551615 - i % 50)::UBIGINT'],
    ['a decimal ID', '(20000000000000000001::HUGEINT + i % 50)::DECIMAL(20, 0)'],
    ['whole numbers kept as doubles', '(1790000000 + i)::DOUBLE'],
    ['a timestamp', "TIMESTAMP '2026-09-21 00:00:00' + INTERVAL (i) SECOND"],
    ['a timestamp with parts of a second', "TIMESTAMP '2026-09-21 00:00:00' + INTERVAL (i * 10) MILLISECOND"],
    ['a timestamp with a zone', "TIMESTAMPTZ '2026-09-21 00:00:00+02' + INTERVAL (i) SECOND"],
    ['coordinates of one street', '37.774 + i * 1e-7'],
    ['a time beside zeros for what is missing', 'CASE WHEN i % 10 < 6 THEN 0 ELSE 1790000000 + i END'],
  ])('keeps its digits, in training as in scoring: %s', async (_, sql) => {
    await using fixture = await SourceFixture.create();
    const { values, plan } = await valuesOf(fixture, sql);
    const [{ n } = { n: 0 }] = await fixture.rows<{ n: number }>(
      `SELECT count(DISTINCT x)::DOUBLE AS n FROM read_parquet('${fixture.path('log.parquet')}')`,
    );
    expect(distinct(values)).toBe(n);
    expect(plan.notes.join('\n')).toMatch(/`x` is taken less /);
    expect(plan.warnings).toEqual([]);
  });

  it.each([
    ['codes in groups far apart', '(i % 4) * 1000000000 + i % 40'],
    [
      'a hash of few values, beyond 64 bits',
      '(hash(i % 20)::HUGEINT * 100000000000 + i % 100)::DECIMAL(38, 0)',
    ],
    ['a decimal beyond a double', '((i % 4) * 1000000000000 + (i % 40) * 0.0000001)::DECIMAL(30, 7)'],
  ])('is warned of by name where no reference keeps its digits: %s', async (_, sql) => {
    await using fixture = await SourceFixture.create();
    const { plan } = await valuesOf(fixture, sql);
    expect(plan.warnings.join('\n')).toMatch(/`x` loses digits.*CAST\("?x"? AS VARCHAR\)/s);
    const spec = specOf({ source: { train: { uri: 'log.parquet' } }, strict: true });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues).toMatchObject([{ code: 'digits-lost', path: 'features' }]);
  });

  it.each([
    ['BIGINT', '-9223372036854775808', '9223372036854775807'],
    ['UBIGINT', '0', '18446744073709551615'],
    ['DECIMAL(38, 0)', '-99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
    ['DECIMAL(38, 10)', '-9999999999999999999999999999', '9999999999999999999999999999'],
    ['DOUBLE', '-1e38', '1e38'],
    ['TIMESTAMP', "'1700-01-01'", "'2262-04-11 23:47:16'"],
    ['TIMESTAMP_NS', "'1700-01-01'", "'2262-04-11 23:47:16'"],
    ['DATE', "'0001-01-01'", "'9999-12-31'"],
    ['TIME', "'00:00:00'", "'23:59:59.999999'"],
  ])('fails on no value of its type: %s', async (type, least, greatest) => {
    await using fixture = await SourceFixture.create();
    const cast = (value: string) => `CAST(${value} AS ${type})`;
    const sql = `CASE i % 3 WHEN 0 THEN ${cast(least)} WHEN 1 THEN ${cast(greatest)} END`;
    const { values } = await valuesOf(fixture, sql);
    expect(distinct(values)).toBe(3);
  });

  it('keeps its digits as a derived feature, and where files differ in type', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      `SELECT 'at ' || (1790000000 + i) AS x, 1790000000 + i AS y, hash(i + 7) % 2 AS clicked FROM range(${rows}) t(i)`,
    );
    const derived = [{ name: 'at', sql: "CAST(replace(x, 'at ', '') AS BIGINT)" }];
    const features = { exclude: ['x'], derived };
    const spec = specOf({ source: { train: { uri: 'log.parquet' } }, features });
    const { schema } = await fixture.extract(spec, 1);
    const scored: number[][] = [];
    for (const type of ['BIGINT', 'DOUBLE', 'DECIMAL(12, 0)', 'UINTEGER']) {
      await fixture.write(
        'score.parquet',
        `SELECT 'at ' || (1790000000 + i) AS x, (1790000000 + i)::${type} AS y FROM range(${rows}) t(i)`,
      );
      const values: number[] = [];
      for await (const { matrix } of readScoringChunks(fixture.path('score.parquet'), schema, fixture)) {
        values.push(...matrix);
      }
      scored.push(values);
      expect(distinct(values.filter((_, cell) => cell % 2 === 1))).toBe(rows);
      expect(distinct(values.filter((_, cell) => cell % 2 === 0))).toBe(rows);
    }
    for (const values of scored) expect(values).toEqual(scored[0]);
  });
});

describe('a number that float32 holds', () => {
  it.each([
    ['whole numbers up to 2^24', '16777216 - i'],
    ['dates', "DATE '2026-01-01' + CAST(i % 300 AS INTEGER)"],
    ['prices', 'round(sqrt(i) * 10, 2)'],
    ['random numbers', 'hash(i) / 18446744073709551616.0'],
    ['sums that differ by the rounding of doubles', '(i % 10) * 0.1 + (i % 7) * 0.3'],
    ['a heavy tail', 'exp(i / 200.0)'],
    ['a constant', '3.14159'],
    ['nothing but NaN and NULL', "CASE WHEN i % 2 = 0 THEN 'nan'::DOUBLE END"],
  ])('is taken as it is: %s', async (_, sql) => {
    await using fixture = await SourceFixture.create();
    const { column, plan, train } = await valuesOf(fixture, sql);
    expect(column).not.toHaveProperty('reference');
    expect(plan.features[0]).toMatchObject({ name: 'x', kind: 'numeric', sql: '"x"' });
    expect(plan.features[0]).not.toHaveProperty('reference');
    expect(plan.warnings).toEqual([]);
    expect((await readFile(train?.path ?? '')).length).toBeGreaterThan(0);
  });
});
