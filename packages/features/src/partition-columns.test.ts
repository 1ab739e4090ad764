import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { partitionValues } from './partition-columns.js';
import { planSource } from './plan-source.js';
import { preflight } from './preflight.js';

const partitions = [{ name: 'day', type: 'date' }] as const;

/** The file's own `day` tells the answer, which a folder's must not hide. */
const logSql = `SELECT i % 2 AS clicked, (i * 7919) % 1000 AS id, 'a' || i % 3 AS tab FROM range(6000) t(i)`;

async function write(fixture: SourceFixture, name: string, sql = logSql): Promise<void> {
  const path = await fixture.write('new.parquet', sql);
  await mkdir(dirname(fixture.path(name)), { recursive: true });
  await rename(path, fixture.path(name));
}

describe('folders called key=value make no columns unless they are asked for', () => {
  it.each(['log.parquet', 'data/', 'data/*/*.parquet', 'data/**/*.parquet'])('%s', async (uri) => {
    await using fixture = await SourceFixture.create();
    await using inside = await SourceFixture.create();
    await write(fixture, uri.startsWith('data') ? 'data/day=2026-01-02/log.parquet' : 'log.parquet');
    await write(inside, 'clicked=1/member=9/data/day=2026-01-02/log.parquet');
    await write(inside, 'clicked=1/member=9/log.parquet');
    const spec = specOf({ source: { train: { uri }, split: { by: 'id', eval: 0.2 } } });
    const plain = await fixture.plan(spec);
    const below = await planSource(spec, { baseDir: inside.path('clicked=1/member=9'), store: null });
    expect(below.features.map(({ name }) => name)).toEqual(['id', 'tab']);
    expect(below).toMatchObject({ features: plain.features, columns: plain.columns });
    expect(below.sourceDigest).toBe(plain.sourceDigest);
    if (uri.startsWith('data')) {
      expect(below.notes.join()).toContain(
        `Folders of ${uri} called day=… make no columns; source.partitions: [{ name: "day" }] asks`,
      );
    }
  });

  it("a file's own column is not overridden", async () => {
    await using fixture = await SourceFixture.create();
    await write(
      fixture,
      'spend=0/log.parquet',
      'SELECT i % 2 AS clicked, i % 2 AS spend FROM range(6000) t(i)',
    );
    const spec = specOf({ source: { train: { uri: 'spend=0/' }, split: { eval: 0.2 } } });
    const { schema } = await fixture.extract(spec);
    expect(schema.columns).toMatchObject([{ name: 'spend', min: 0, max: 1 }]);
  });
});

describe('partition columns that are asked for', () => {
  const spec = (uri: string) =>
    specOf({
      source: { train: { uri }, partitions: [...partitions], split: { by: 'day', order: 'time', eval: 0.4 } },
      features: { exclude: ['id'], derived: [{ name: 'weekday', sql: 'dayofweek(day)' }] },
    });

  async function log(): Promise<SourceFixture> {
    const fixture = await SourceFixture.create();
    for (const day of ['2026-01-03', '2026-01-04', '2026-01-05']) {
      await write(fixture, `data/day=${day}/log.parquet`);
    }
    return fixture;
  }

  it('divide rows and feed derived columns, and are no feature by themselves', async () => {
    await using fixture = await log();
    const { plan, results } = await fixture.extract(spec('data/'));
    expect(plan.features.map(({ name }) => name)).toEqual(['tab', 'weekday']);
    expect(plan.notes.join()).toContain(
      'day comes from folders (source.partitions): it is a feature only where',
    );
    const held = results.filter(({ split }) => split === 'eval');
    expect(held.map(({ rows, statistics }) => [rows, statistics.numeric.weekday])).toMatchObject([
      [6000, { min: 1, max: 1 }],
    ]);
  });

  it('are part of what identifies the source: a folder that is renamed is another one', async () => {
    await using fixture = await log();
    const before = await fixture.plan(spec('data/'));
    await rename(fixture.path('data/day=2026-01-05'), fixture.path('data/day=2026-01-06'));
    const after = await fixture.plan(spec('data/'));
    expect(after.sourceDigest).not.toBe(before.sourceDigest);
    expect(after.shards.at(-1)?.partitions).toEqual([
      { name: 'day', duckdbType: 'DATE', value: '2026-01-06' },
    ]);
  });

  it('are the same in S3', async () => {
    await using servers = await startTestServers({ parts: ['bucket'] });
    const store = createStore(servers.settings.s3);
    try {
      await using fixture = await log();
      for (const day of ['2026-01-03', '2026-01-04', '2026-01-05']) {
        const name = `data/day=${day}/log.parquet`;
        await store.putFile(`above=1/${name}`, fixture.path(name));
      }
      const local = await fixture.extract(spec('data/'));
      const remote = await fixture.extract(
        spec(`s3://${store.bucket}/above=1/data/*/*.parquet`),
        undefined,
        store,
      );
      expect(remote.results.map(({ statistics }) => statistics)).toEqual(
        local.results.map(({ statistics }) => statistics),
      );
      expect(remote.schema).toEqual(local.schema);
    } finally {
      store.close();
    }
  });

  it('are refused where they can not be had, with the reason', async () => {
    await using fixture = await log();
    await write(fixture, 'data/log.parquet');
    await write(fixture, 'data/day=soon/log.parquet');
    await write(fixture, 'data/day=2026-01-07/day=2026-01-08/log.parquet');
    await write(fixture, 'data/day=2026-01-09/log.parquet', `SELECT *, 1 AS "Day" FROM (${logSql})`);
    const { issues } = await preflight(spec('data/'), { baseDir: fixture.dir, store: null });
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ['partition-missing', 'day=2026-01-07/day=2026-01-08/log.parquet lies in two folders day=…'],
      ['partition-missing', "log.parquet lies in no folder day=… below the source's root"],
      ['partition-type', 'the folder day=soon is not of the type that source.partitions gives its key'],
      ['partition-clash', expect.stringContaining('day=2026-01-09/log.parquet has a column day, so folders')],
    ]);
  });
});

it.each([
  ['day=a%20b/x', 'a b'],
  ['Day=100%/x', '100%'],
  ['day=__HIVE_DEFAULT_PARTITION__/x', null],
  ['day==1/x', '=1'],
])('%s has the value %j', (name, value) => {
  expect(partitionValues(name, [{ name: 'day', type: 'text' }])).toEqual([
    { name: 'day', duckdbType: 'VARCHAR', value },
  ]);
});
