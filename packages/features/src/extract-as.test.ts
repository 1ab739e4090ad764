/** Rows of one model's plan as another model reads them are what that model would have extracted of the same rows. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeatureSchema, type PlanBody, slicesOfShards } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractAs } from './extract-as.js';
import type { ExtractedSplit } from './extract-shard.js';
import { JoinedLog } from './fixtures/joined-log.js';
import { type Extraction, SourceFixture, specOf } from './fixtures/source-fixture.js';
import { differingRows } from './same-rows.js';

/** The held-out rows of all shards that have some, in order. */
async function heldOutAs(
  fixture: SourceFixture,
  spec: PipelineSpec,
  plan: PlanBody,
  schema: FeatureSchema,
): Promise<ExtractedSplit[]> {
  const out = await mkdtemp(join(fixture.dir, 'as-'));
  await mkdir(fixture.scratchDir, { recursive: true });
  const results: ExtractedSplit[] = [];
  const shards = plan.shards.filter(({ split }) => split !== 'train');
  for (const slices of slicesOfShards(shards)) {
    const { scratchDir } = fixture;
    const outPath = (split: string) => join(out, `${split}-${slices[0].index}.parquet`);
    const options = { slices, plan, spec, schema, store: null, scratchDir, outPath };
    results.push(...(await extractAs({ ...options, onlySplits: ['eval'] })));
    expect(existsSync(outPath('train'))).toBe(false);
  }
  return results;
}

async function rowsOf(fixture: SourceFixture, results: readonly ExtractedSplit[]): Promise<unknown[]> {
  const held = results.filter(({ split }) => split === 'eval').map(({ path }) => `'${path}'`);
  return fixture.rows(`SELECT * FROM read_parquet([${held.join(', ')}]) ORDER BY "__row"`);
}

describe('many small objects', () => {
  const log = {
    source: { train: { uri: 'log/' }, split: { by: 'member', eval: 0.3 } },
    evaluation: { cluster: 'member' },
  };
  const all = specOf(log);
  const narrow = specOf({ ...log, features: { exclude: ['price', 'kind'] } });
  let fixture: SourceFixture;
  let model: Extraction;

  beforeAll(async () => {
    fixture = await SourceFixture.create();
    await mkdir(fixture.path('log'));
    for (let file = 0; file < 70; file++) {
      // The widest type of the objects of a shard, whichever is read first.
      const price = `((i * 31 + ${file}) % 100 / 8)::${file % 2 === 0 ? 'FLOAT' : 'DOUBLE'}`;
      await fixture.write(
        `log/part-${String(file).padStart(3, '0')}.parquet`,
        `SELECT 'm' || (${file} * 7 + i) % 60 AS member, ${price} AS price, i % 9 AS seen,
           'c' || i % 5 AS kind, ((i + ${file}) % 3 = 0)::INTEGER AS clicked FROM range(${10 + file}) t(i)`,
      );
    }
    model = await fixture.extract(all);
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('columns that the plan does not name are read all the same, in the rows that are asked for', async () => {
    const { plan, results } = await fixture.extract(narrow);
    expect(plan.columns.map(({ name }) => name)).not.toContain('price');
    const read = await heldOutAs(fixture, narrow, plan, model.schema);
    const expected = await rowsOf(fixture, model.results);
    expect(expected.length).toBeGreaterThan(500);
    expect(await rowsOf(fixture, read)).toEqual(expected);
    const own = results.filter(({ split }) => split === 'eval');
    expect(read.map(({ rows }) => rows)).toEqual(own.map(({ rows }) => rows));
    for (const [index, { path }] of read.entries())
      expect(await differingRows(path, own[index]?.path ?? '', fixture)).toBe(0);
    expect(await differingRows(read[0]?.path ?? '', own[1]?.path ?? '', fixture)).toBeGreaterThan(0);
  });

  test('a column that is not there, or is of another kind, is told', async () => {
    const { plan } = await fixture.extract(narrow);
    const [first, ...others] = model.schema.columns as [FeatureSchema['columns'][0]];
    const asking = (sql: string) => ({ ...model.schema, columns: [{ ...first, sql }, ...others] });
    const read = (sql: string) => heldOutAs(fixture, narrow, plan, asking(sql));
    await expect(read('"price_of_old"')).rejects.toMatchObject({
      code: 'features.missing-column',
      message: expect.stringMatching(/part-\d+\.parquet does not fit the model: .*price_of_old/),
    });
    const { name } = first;
    await expect(read(first.kind === 'numeric' ? '"kind"' : '"price"')).rejects.toMatchObject({
      code: 'features.column-type',
      message: expect.stringContaining(`${name} must be`),
    });
  });
});

describe('joined columns', () => {
  let log: JoinedLog;
  let model: Extraction;
  beforeAll(async () => {
    log = await JoinedLog.create();
    model = await log.fixture.extract(log.spec());
  });
  afterAll(() => log?.[Symbol.asyncDispose]());

  test('are those of the run that the rows are of, in whatever place its pipeline has them', async () => {
    const lookups = [...(log.spec().features.lookups ?? [])].reverse();
    const spec = log.spec({ lookups });
    const plan = await log.plan(spec);
    const read = await heldOutAs(log.fixture, spec, plan, model.schema);
    expect(await rowsOf(log.fixture, read)).toEqual(await rowsOf(log.fixture, model.results));
  });

  test('are refused where they were made otherwise, or are not made', async () => {
    const read = async (spec: PipelineSpec) =>
      heldOutAs(log.fixture, spec, await log.plan(spec), model.schema);
    await expect(read(log.spec({ counts: [log.clicks('12h')] }))).rejects.toMatchObject({
      code: 'features.missing-column',
      message: expect.stringMatching(
        /author_clicks is made otherwise: .* 12 hours before time, not .* one day/,
      ),
    });
    await expect(read(log.spec({ counts: undefined }))).rejects.toMatchObject({
      code: 'features.missing-column',
      message: expect.stringContaining('author_clicks'),
    });
  });
});
