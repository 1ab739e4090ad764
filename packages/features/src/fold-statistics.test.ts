import { describe, expect, it } from 'vitest';
import { foldTrain, SourceFixture, specOf } from './fixtures/source-fixture.js';
import { foldStatistics, StatisticsFold } from './fold-statistics.js';
import type { ShardStatistics } from './shard-statistics.js';

const shard = (index: number, part: Partial<ShardStatistics>): ShardStatistics => ({
  shard: index,
  split: 'train',
  rows: 10,
  numeric: {},
  categorical: {},
  positives: { hit: 5 },
  ...part,
});
const country = { name: 'country', kind: 'categorical', sql: '"country"' } as const;
const price = { name: 'price', kind: 'numeric', sql: '"price"' } as const;
const options = { features: [], tasks: [{ name: 'hit' }], minCount: 2, seed: 7 };

describe('foldStatistics', () => {
  it('orders values by count, then bytes, and leaves rare ones to "other"', () => {
    const schema = foldStatistics(
      [
        shard(1, {
          categorical: {
            country: {
              nulls: 1,
              counts: [
                ['b', 2],
                ['z', 1],
                ['é', 2],
              ],
            },
          },
        }),
        shard(0, {
          categorical: {
            country: {
              nulls: 0,
              counts: [
                ['B', 2],
                ['b', 1],
                ['y', 1],
              ],
            },
          },
        }),
      ],
      { ...options, features: [country] },
    );
    expect(schema.columns[0]).toMatchObject({ values: ['b', 'B', 'é'], otherFraction: 0, nulls: 1 });
  });

  it.each(['__proto__', 'constructor'])('tells rare values of a column with any name: %s', async (name) => {
    const fold = new StatisticsFold({ ...options, features: [{ ...country, name }] });
    const counts: [string, number][] = [
      ['a', 9],
      ['rare', 1],
    ];
    fold.add(shard(0, { categorical: Object.fromEntries([[name, { nulls: 0, counts }]]) }));
    const { rareShares } = fold.end(fold.categories.frequent(2));
    expect(Object.entries(rareShares)).toEqual([[name, 0.1]]);
  });

  it('sends a share of the rows to "other" where no value is rare', () => {
    const counts = [
      ['a', 60_000],
      ['b', 40_000],
    ] as const;
    const schema = foldStatistics(
      [shard(0, { rows: 100_000, categorical: { country: { nulls: 0, counts } } })],
      { ...options, features: [country] },
    );
    expect(schema.columns[0]).toMatchObject({ values: ['a', 'b'], otherFraction: 0.004 });
  });

  it('merges moments as if the rows had been one shard, in any order', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      'SELECT i % 2 AS clicked, sqrt(i) * 1000 + 1e6 AS price FROM range(16384) t(i)',
    );
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } };
    const derived = [{ name: 'empty', sql: 'nullif(price, price)' }];
    const spec = specOf({ source, features: { derived } });
    const one = await fixture.extract(spec, 1);
    const many = await fixture.extract(spec, 8);
    expect(foldTrain(spec, many.plan, [...many.results].reverse())).toEqual(many.schema);
    const [a, b] = [one.schema.columns[0], many.schema.columns[0]];
    if (a?.kind !== 'numeric' || b?.kind !== 'numeric') throw new Error('Expected a numeric column.');
    expect(b.mean).toBeCloseTo(a.mean, 6);
    expect(b.standardDeviation).toBeCloseTo(a.standardDeviation, 6);
    expect([b.min, b.max]).toEqual([a.min, a.max]);
    expect(many.schema.columns[1]).toMatchObject({
      mean: 0,
      standardDeviation: 1,
      min: 0,
      max: 0,
      nulls: 16384,
    });
  });

  it('gives a constant column the standard deviation 1', () => {
    const numeric = { price: { count: 10, nulls: 0, mean: 3, m2: 0, min: 3, max: 3 } };
    const schema = foldStatistics([shard(0, { numeric })], { ...options, features: [price] });
    expect(schema.columns[0]).toMatchObject({ mean: 3, standardDeviation: 1, min: 3, max: 3 });
  });

  it('refuses labels of one class, naming task and class, and an empty training set', () => {
    const oneClass = () => foldStatistics([shard(0, { positives: { hit: 0 } })], options);
    expect(oneClass).toThrow('The label of task hit is false for all 10 training rows.');
    expect(() => foldStatistics([], options)).toThrow('No row is left to train on.');
  });
});
