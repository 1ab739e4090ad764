import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { preflight } from './preflight.js';

const rows = (more: string, from: number, to: number) =>
  `SELECT i % 2 AS clicked, i AS id, ${more} FROM range(${from}, ${to}) t(i)`;

/** SQL of the same column in two parts; what a plain union of both says is right. */
const harmless: readonly [what: string, first: string, second: string][] = [
  ['int32 beside int64', '(i % 7)::INTEGER', '(i % 7)::BIGINT'],
  ['int64 beside double', '(i % 7)::BIGINT', '(i % 7) + 0.5::DOUBLE'],
  ['signed beside unsigned', '(i % 7)::TINYINT', '(i % 200)::UTINYINT'],
  ['float beside int32', '((i % 7) + 0.5)::FLOAT', '(16777216 + i % 7)::INTEGER'],
  ['decimals of two widths', '(i % 7)::DECIMAL(4,2)', '(i % 7 + 0.25)::DECIMAL(6,2)'],
  ['decimal beside int', '(i % 7 + 0.25)::DECIMAL(4,2)', '(i % 7)::INTEGER'],
  ['boolean beside int8', '(i % 3 = 0)', '(i % 2)::TINYINT'],
  [
    'microseconds beside nanoseconds',
    "TIMESTAMP '2026-01-01' + to_hours(i::INTEGER)",
    "(TIMESTAMP '2026-01-01' + to_hours(i::INTEGER))::TIMESTAMP_NS",
  ],
  [
    'date beside timestamp',
    "DATE '2026-01-01' + (i % 9)::INTEGER",
    "TIMESTAMP '2026-01-01' + to_hours(i::INTEGER)",
  ],
  [
    'nanoseconds beside times with a zone',
    "(TIMESTAMP '2026-01-01' + to_hours(i::INTEGER))::TIMESTAMP_NS",
    "(TIMESTAMP '2026-01-01' + to_hours(i::INTEGER))::TIMESTAMPTZ",
  ],
  ['text beside enum', "'c' || i % 3", "('c' || i % 2)::ENUM('c0', 'c1')"],
  ['text beside all NULL as int32', "'c' || i % 3", 'NULL::INTEGER'],
  ['boolean beside all NULL as int32', '(i % 3 = 0)', 'NULL::INTEGER'],
];

const places = { train: { uri: 'part-*.parquet' }, eval: { uri: 'part-[0-9].parquet' } } as const;
const features = { exclude: ['id'], minCount: 1 };

describe('parts that differ harmlessly are read as one', () => {
  it.each(harmless)('%s', async (_, first, second) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('part-0.parquet', rows(`${first} AS x`, 0, 3000));
    await fixture.write('part-1.parquet', rows(`${second} AS x`, 3000, 6000));
    await fixture.write('part-2.parquet', rows('NULL::BLOB AS x, 1 AS y', 0, 0));
    const [a, b] = [fixture.path('part-0.parquet'), fixture.path('part-1.parquet')];
    await fixture.write('whole.parquet', `(FROM '${a}') UNION ALL (FROM '${b}')`);
    const [parts, whole] = [
      await fixture.extract(specOf({ source: places, features }), 4),
      await fixture.extract(specOf({ source: { ...places, train: { uri: 'whole.parquet' } }, features }), 4),
    ];
    const [x, expected] = [parts.schema.columns[0], whole.schema.columns[0]];
    if (x?.kind === 'numeric' && expected?.kind === 'numeric') {
      const { min, max, nulls, reference } = expected;
      expect(x).toMatchObject({ min, max, nulls, ...(reference && { reference }) });
      expect(x.mean).toBeCloseTo(expected.mean, 6);
    } else expect(x).toEqual(expected);
  });
});

it('a column that is NULL throughout one part has the type of the others, whatever the part calls it', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write('part-0.parquet', rows('NULL::VARCHAR AS x', 0, 3000));
  await fixture.write('part-1.parquet', rows('(i % 7)::DOUBLE AS x', 0, 3000));
  await fixture.write('part-2.parquet', rows('NULL::STRUCT(a INT) AS x', 0, 3000));
  const { schema } = await fixture.extract(specOf({ source: places, features }), 4);
  expect(schema.columns).toMatchObject([{ kind: 'numeric', min: 0, max: 6, nulls: 6000 }]);
});

describe('what truly differs', () => {
  const source = { train: { uri: 'part-*.parquet' }, split: { eval: 0.2 } } as const;

  async function different(): Promise<SourceFixture> {
    const fixture = await SourceFixture.create();
    await fixture.write('part-0.parquet', rows("'text' AS price, 1 AS only_here", 0, 100));
    for (const part of [1, 2, 3]) {
      await fixture.write(`part-${part}.parquet`, rows('i % 9 AS price, i AS n, [i] AS tags', 0, 100));
    }
    return fixture;
  }

  it('is told once, each column with the file that is the odd one out', async () => {
    await using fixture = await different();
    const { issues } = await preflight(specOf({ source, features: { exclude: ['id'] } }), {
      baseDir: fixture.dir,
      store: null,
    });
    expect(issues).toEqual(
      [
        'price is VARCHAR in part-0.parquet, but BIGINT in the other 3 files',
        'part-0.parquet has a further column only_here, which the other 3 files lack',
        'n is not in part-0.parquet, but BIGINT in the other 3 files',
      ].map((message) => ({ path: 'source.train.uri', code: 'columns-differ', message })),
    );
  });

  it('does not matter where nothing reads it, and is noted', async () => {
    await using fixture = await different();
    const spec = specOf({ source, features: { include: ['id'] } });
    const { plan, results } = await fixture.extract(spec, 4);
    expect(plan.columns.map(({ name }) => name)).toEqual(['clicked', 'id']);
    expect(results.reduce((sum, result) => sum + result.rows, 0)).toBe(400);
    expect(plan.notes.join()).toContain(
      'Nothing reads columns that are not as they should be: price is VARCHAR in part-0',
    );
  });

  it('is told between training and eval source too, and widths are evened out', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('train.parquet', rows('(i % 5)::INTEGER AS x, i AS at', 0, 3000));
    await fixture.write('held.parquet', rows('i % 5 + 0.5::DOUBLE AS x, i AS at', 0, 3000));
    await fixture.write('other.parquet', rows("i % 5 AS x, TIMESTAMP '2026-01-01' AS at", 0, 3000));
    const of = (uri: string) => specOf({ source: { train: { uri: 'train.parquet' }, eval: { uri } } });
    const { results } = await fixture.extract(of('held.parquet'), 2);
    const held = results.filter(({ split }) => split === 'eval').map(({ path }) => `'${path}'`);
    const read = await fixture.rows(
      `SELECT min(x)::DOUBLE AS low, max(x)::DOUBLE AS high FROM read_parquet([${held}])`,
    );
    expect(read).toEqual([{ low: 0.5, high: 4.5 }]);
    const { issues } = await preflight(of('other.parquet'), { baseDir: fixture.dir, store: null });
    expect(issues.map(({ message }) => message)).toEqual([
      'the eval source has at as TIMESTAMP, the training source as BIGINT',
    ]);
  });
});
