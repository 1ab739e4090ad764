import type { PipelineInput } from '@espalier/spec';
import { describe, expect, it } from 'vitest';
import { type Extraction, SourceFixture, specOf } from './fixtures/source-fixture.js';
import { readMatrix } from './matrix-reader.js';

const rows = 12_000;
const log = `SELECT i AS id, i % 2 AS clicked, CASE WHEN i % 10 = 0 THEN NULL ELSE 'm' || i % 601 END AS member
             FROM range(${rows}) t(i)`;
const whole = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } } as const;

type Change = Partial<PipelineInput>;

async function extract(fixture: SourceFixture, change: Change = {}, shards = 3): Promise<Extraction> {
  return await fixture.extract(specOf({ source: whole, ...change }), shards);
}

/** The fold of each training row, by the row's number; null where rows have none. */
async function foldsOf(fixture: SourceFixture, { results }: Extraction) {
  const paths = results.flatMap(({ split, path }) => (split === 'train' ? [`'${path}'`] : [])).join(', ');
  const columns = await fixture.rows<{ column_name: string }>(
    `DESCRIBE SELECT * FROM read_parquet([${paths}])`,
  );
  if (!columns.some(({ column_name }) => column_name === '__fold')) return null;
  const found = await fixture.rows<{ fold: number }>(
    `SELECT __fold::DOUBLE AS fold FROM read_parquet([${paths}]) ORDER BY __row`,
  );
  return found.map(({ fold }) => fold);
}

describe('parts of the training rows', () => {
  it.each([2, 3, 20])('are equal: %i', async (folds) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', log);
    const found = (await foldsOf(fixture, await extract(fixture, { encoder: { folds } }))) ?? [];
    expect(found).toHaveLength(rows);
    const share = rows / folds;
    // Five standard deviations of a binomial count.
    const slack = 5 * Math.sqrt(share * (1 - 1 / folds));
    for (let fold = 0; fold < folds; fold += 1) {
      expect(Math.abs(found.filter((each) => each === fold).length - share)).toBeLessThan(slack);
    }
  });

  it('follow the seed and the row, not the shards', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', log);
    const found = await foldsOf(fixture, await extract(fixture));
    expect(await foldsOf(fixture, await extract(fixture, {}, 1))).toEqual(found);
    const other = (await foldsOf(fixture, await extract(fixture, { seed: 8 }))) ?? [];
    const same = other.filter((fold, row) => fold === found?.[row]).length;
    expect(Math.abs(same / rows - 0.5)).toBeLessThan(0.03);
  });

  it('keep rows of one member together, and rows without one apart', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', log);
    const found =
      (await foldsOf(fixture, await extract(fixture, { evaluation: { cluster: 'member' } }))) ?? [];
    const ofMembers = new Map<number, Set<number>>();
    const ofOthers = new Set<string>();
    for (const [row, fold] of found.entries()) {
      if (row % 10 === 0) ofOthers.add(`${row % 601}:${fold}`);
      else ofMembers.set(row % 601, (ofMembers.get(row % 601) ?? new Set()).add(fold));
    }
    expect(ofMembers.size).toBe(601);
    expect([...ofMembers.values()].every((folds) => folds.size === 1)).toBe(true);
    expect(ofOthers.size).toBeGreaterThan(601);
  });

  it('are drawn row by row where the training source lacks the column', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', `SELECT * EXCLUDE member FROM (${log})`);
    await fixture.write('held.parquet', log);
    const source = { train: { uri: 'log.parquet' }, eval: { uri: 'held.parquet' } };
    const change = { source, evaluation: { cluster: 'member' } };
    const found = (await foldsOf(fixture, await extract(fixture, change))) ?? [];
    expect(new Set(found)).toEqual(new Set([0, 1]));
  });

  it.each<[string, Change]>([
    ['leaves are looked up', { model: { leaves: 'embeddings' } }],
    ['the trees have rows of their own', { source: { ...whole, split: { encoder: '20%' } } }],
  ])('are none where %s', async (_, change) => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', log);
    const extraction = await extract(fixture, change);
    expect(await foldsOf(fixture, extraction)).toBeNull();
    expect(extraction.results.every(({ statistics }) => statistics.folds === undefined)).toBe(true);
  });

  it('are counted, and read with the rows', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', log);
    const change: Change = { encoder: { folds: 3 }, evaluation: { cluster: 'member' } };
    const extraction = await extract(fixture, change, 1);
    const { scratchDir } = fixture;
    const options = { tasks: ['hit'], training: true, scratchDir, chunkRows: 4096 };
    const read = async (split: string) => {
      const path = extraction.results.find((result) => result.split === split)?.path ?? '';
      return await readMatrix(path, extraction.schema, options);
    };
    const train = await read('train');
    expect(train.clusters).toBeNull();
    expect([...(train.folds ?? [])]).toEqual(await foldsOf(fixture, extraction));
    const counted = [0, 1, 2].map((fold) => {
      const ofFold = [...(train.folds ?? [])].flatMap((each, row) => (each === fold ? [row] : []));
      const hit = ofFold.filter((row) => train.labels.hit?.[row] === 1).length;
      return { rows: ofFold.length, positives: { hit } };
    });
    expect(extraction.results.find(({ split }) => split === 'train')?.statistics.folds).toEqual(counted);
    const held = await read('eval');
    expect(held.folds).toBeNull();
    expect(held.clusters).not.toBeNull();
  });
});
