import type { PipelineSpec } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { lookAtSource } from './preflight.js';
import { PreflightBook } from './preflight-book.js';

const logSql = (rows: number) =>
  `SELECT i AS id, i % 2 AS clicked, 'c' || i % 5 AS country, i / 3.0 AS price FROM range(${rows}) t(i)`;
const source = { train: { uri: 'log-*.parquet' }, split: { by: 'id', eval: '20%' } };
const lookup = { uri: 'countries.parquet', key: 'country', columns: ['size'] };

/** A book that counts the looks it takes, and a source of one file. */
async function sourceOf(rows = 100) {
  const fixture = await SourceFixture.create();
  await fixture.write('log-a.parquet', logSql(rows));
  let looks = 0;
  const book = new PreflightBook((spec, options) => {
    looks += 1;
    return lookAtSource(spec, options);
  });
  const ask = (spec: PipelineSpec) => book.preflight(spec, { baseDir: fixture.dir, store: null });
  return { fixture, ask, looks: () => looks, [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose]() };
}

describe('PreflightBook', () => {
  it('looks once at a source that stays as it is, whatever the pipeline asks of its training', async () => {
    await using known = await sourceOf();
    const first = await known.ask(specOf({ source }));
    const second = await known.ask(specOf({ source, name: 'other', training: { learningRate: 0.5 } }));
    expect(second).toEqual(first);
    expect(first.issues).toEqual([]);
    expect(known.looks()).toBe(1);
  });

  it('looks once at a source that many ask for at once, when it is known', async () => {
    await using known = await sourceOf();
    const spec = specOf({ source });
    const first = await known.ask(spec);
    expect(await Promise.all([1, 2, 3].map(() => known.ask(spec)))).toEqual([first, first, first]);
    expect(known.looks()).toBe(1);
  });

  it('tells sizes of each pipeline', async () => {
    await using known = await sourceOf();
    expect((await known.ask(specOf({ source }))).notes.join()).toContain('training.batchSize is 1,024');
    const other = await known.ask(specOf({ source, training: { batchSize: 16, workers: 500 } }));
    expect(other.issues.map(({ path }) => path)).toEqual(['training.workers']);
    expect(other.notes.join()).not.toContain('training.batchSize');
    expect(known.looks()).toBe(1);
  });

  it.each<[string, (fixture: SourceFixture) => Promise<unknown>]>([
    ['a file with other columns', (fixture) => fixture.write('log-a.parquet', 'SELECT 1 AS id')],
    ['a file more', (fixture) => fixture.write('log-b.parquet', 'SELECT 1 AS id')],
  ])('looks again where there is %s, and tells what is wrong then', async (_, change) => {
    await using known = await sourceOf();
    const spec = specOf({ source });
    expect((await known.ask(spec)).issues).toEqual([]);
    await change(known.fixture);
    const told = await known.ask(spec);
    expect(known.looks()).toBe(2);
    expect(told.issues).not.toEqual([]);
    expect(await known.ask(spec)).toEqual(told);
    expect(known.looks(), 'what has mistakes is looked at each time').toBe(3);
  });

  it('looks again where a table that columns are joined from has changed', async () => {
    await using known = await sourceOf();
    const table = (column: string) =>
      known.fixture.write(
        'countries.parquet',
        `SELECT 'c' || i AS country, i AS ${column} FROM range(5) t(i)`,
      );
    await table('size');
    const spec = specOf({ source, features: { lookups: [lookup] } });
    expect((await known.ask(spec)).issues).toEqual([]);
    await table('other');
    expect((await known.ask(spec)).issues).not.toEqual([]);
  });

  it('looks again for a pipeline that asks other things of the source', async () => {
    await using known = await sourceOf();
    await known.ask(specOf({ source }));
    const told = await known.ask(specOf({ source, features: { include: ['prise'] } }));
    expect(told.issues.map(({ path }) => path)).toEqual(['features.include[0]']);
    expect(known.looks()).toBe(2);
  });
});
