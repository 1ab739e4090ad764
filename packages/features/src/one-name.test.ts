/** Names are compared as SQL compares them, wherever a pipeline gives one. */
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { preflight } from './preflight.js';

const logSql =
  'SELECT i AS Member_ID, i % 97 AS "Noise", i % 7 AS age, \'c\' || i % 5 AS Country, make_timestamp(i * 1000000) AS "At", i % 2 AS Clicked FROM (SELECT range AS i FROM range(4000))';

describe('names in another case', () => {
  it('are the same names: split, cluster, include, exclude, acknowledged, labels and derived columns', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const written = (upper: boolean) => {
      const name = (text: string) => (upper ? text.toUpperCase() : text.toLowerCase());
      return specOf({
        source: {
          train: { uri: 'log.parquet' },
          split: { by: name('member_id'), eval: 0.3, earlyStop: 0.1 },
        },
        features: {
          include: [name('noise'), name('age'), name('country')],
          exclude: [name('at')],
          derived: [{ name: 'older', sql: 'aGe > 3' }],
          acknowledged: [{ column: name('noise'), reason: 'a test' }],
        },
        tasks: [{ name: 'click', group: 'passive', label: `${name('clicked')} = 1` }],
        evaluation: { cluster: name('member_id') },
      });
    };
    const options = { baseDir: fixture.dir, store: null };
    expect((await preflight(written(true), options)).issues).toEqual([]);
    const [upper, lower] = [await fixture.extract(written(true)), await fixture.extract(written(false))];
    expect(upper.schema).toEqual(lower.schema);
    expect(upper.results.map(({ split, statistics }) => ({ split, statistics }))).toEqual(
      lower.results.map(({ split, statistics }) => ({ split, statistics })),
    );
    expect(upper.results.find(({ split }) => split === 'eval')?.statistics.clusteredRows).toBeGreaterThan(0);
  });

  it('are the same time column', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const rows = async (by: string) => {
      const split = { by, order: 'time' as const, eval: 0.25, earlyStop: 0.1 };
      const spec = specOf({ source: { train: { uri: 'log.parquet' }, split } });
      const { results } = await fixture.extract({
        ...spec,
        tasks: [{ ...spec.tasks[0], label: 'clicked = 1' }] as typeof spec.tasks,
      });
      return results.map(({ split: part, rows: count }) => [part, count]);
    };
    expect(await rows('AT')).toEqual(await rows('At'));
  });

  it('are told apart by no letter case: a derived column, an excluded one and a leak', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const spec = specOf({
      source: { train: { uri: 'log.parquet' }, split: { by: 'MEMBER_ID', eval: 0.3 } },
      features: {
        derived: [
          { name: 'AGE', sql: 'noise + 1' },
          { name: 'leak', sql: 'CLICKED + 1' },
        ],
        exclude: ['nois'],
      },
    });
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'features.derived[0].name name-taken',
      'features.derived[1].sql label-leak',
      'features.exclude[0] unknown-column',
    ]);
  });
});
