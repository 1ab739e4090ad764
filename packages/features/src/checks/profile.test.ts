/** What shards say of their columns, added up, is what plain SQL says of all rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SourceFixture, specOf } from '../fixtures/source-fixture.js';
import { DrawnNumbers } from './drawn-numbers.js';
import { ProfileFold } from './profile-fold.js';
import { profileShard } from './profile-shard.js';

let fixture: SourceFixture;
beforeAll(async () => {
  fixture = await SourceFixture.create();
});
afterAll(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

const columns = (
  beyond: number,
  from: number,
) => `SELECT CASE WHEN i % 7 <> 0 THEN (i * 37 % 1000)::DOUBLE + CASE WHEN i % 50 = 1 THEN ${beyond} ELSE 0 END END AS amount,
  CASE WHEN i % 9 <> 0 THEN 'v' || (i % 40 * i % ${beyond === 0 ? 40 : 60}) END AS "a ""name", i % 5 = 0 AS clicked FROM range(${from}, ${from + 6_000}) t(i)`;

test('counts of NULLs, of numbers out of range, of values known, rarer and unseen, and quantiles', async () => {
  await fixture.write('train.parquet', columns(0, 0));
  await fixture.write('eval.parquet', columns(5_000, 6_000));
  const source = { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } };
  const tasks = [{ name: 'hit', group: 'passive', label: 'clicked' }] as const;
  const spec = specOf({ source, tasks: [...tasks] });
  const { results, schema } = await fixture.extract(spec, 3);
  const { scratchDir } = fixture;
  const folds = { train: new ProfileFold(schema), eval: new ProfileFold(schema) };
  using drawn = await DrawnNumbers.open(['amount'], scratchDir);
  for (const { split, path } of results) {
    if (split !== 'train' && split !== 'eval') continue;
    const options = { schema, share: 1, drawnPath: `${path}.drawn`, scratchDir };
    folds[split].add(await profileShard(path, options));
    await drawn.add(split === 'train' ? 'training' : 'newest', options.drawnPath);
  }
  const training = await drawn.profile('training', folds.train.end());
  const newest = await drawn.profileAt('newest', folds.eval.end(), training);
  const from = `'${fixture.path('eval.parquet')}'`;
  const known = `SELECT DISTINCT "a ""name" FROM '${fixture.path('train.parquet')}' WHERE "a ""name" IS NOT NULL`;
  const [wanted] = await fixture.rows<Record<string, number>>(
    `SELECT count(*)::DOUBLE AS "rows", count_if(amount IS NULL)::DOUBLE AS nulls, count_if(amount > 1500)::DOUBLE AS outside,
       count_if("a ""name" NOT IN (${known}))::DOUBLE AS unseen, count_if("a ""name" = 'v0')::DOUBLE AS zeros FROM ${from}`,
  );
  const { amount, 'a "name': name } = newest.columns;
  expect(amount).toMatchObject({ rows: wanted?.rows, nulls: wanted?.nulls, outside: wanted?.outside });
  if (amount?.kind !== 'numeric' || name?.kind !== 'categorical') throw new Error('the columns are others');
  expect(wanted?.outside).toBeGreaterThan(100);
  expect(name.unseen).toBe(wanted?.unseen);
  expect(new Map(name.counts).get('v0')).toBe(wanted?.zeros);
  const counted = name.counts.reduce((sum, [, rows]) => sum + rows, 0);
  expect(counted + name.rarer + name.unseen + name.nulls).toBe(newest.rows);
  const upTo = await Promise.all(
    amount.edges.map(async (edge) => {
      const sql = `SELECT count_if(amount <= ${edge})::DOUBLE AS n FROM ${from}`;
      return (await fixture.rows<{ n: number }>(sql))[0]?.n;
    }),
  );
  expect(amount.upTo).toEqual(upTo);
  expect(amount.edges).toEqual([...amount.edges].sort((a, b) => a - b));
});

test('a share of the rows is drawn, the same each time', async () => {
  await fixture.write('one.parquet', columns(0, 0));
  const source = { train: { uri: 'one.parquet' }, split: { eval: 0.2 } };
  const { results, schema } = await fixture.extract(
    specOf({ source, tasks: [{ name: 'hit', group: 'passive', label: 'clicked' }] }),
  );
  const path = results[0]?.path ?? '';
  const drawnOnce = async (name: string) => {
    const drawnPath = fixture.path(name);
    await profileShard(path, { schema, share: 0.25, drawnPath, scratchDir: fixture.scratchDir });
    return await fixture.rows(`SELECT amount FROM '${drawnPath}'`);
  };
  const [once, again] = [await drawnOnce('once.parquet'), await drawnOnce('again.parquet')];
  expect(again).toEqual(once);
  const share = once.length / (results[0]?.rows ?? 1);
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.3);
});
