import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { readMatrix, readMatrixChunks } from './matrix-reader.js';

const rows = 3 * 2048 + 100;
const logSql = `SELECT i % 2 AS clicked, CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS id,
  CASE WHEN i % 11 = 0 THEN NULL WHEN i = 5 THEN 'rare' ELSE 'c' || i % 3 END AS country,
  'it''s ' || i % 2 AS quoted FROM range(${rows}) t(i)`;
const source = { train: { uri: 'log.parquet' }, eval: { uri: 'log.parquet' } } as const;

describe('readMatrix', () => {
  it('codes rows in their order: numbers, codes by frequency, "other" for the rest, NaN for missing', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const { results, schema } = await fixture.extract(specOf({ source }), 1);
    const [train] = results;
    const options = { tasks: ['hit'], training: false, scratchDir: fixture.scratchDir, threads: 2 };
    const matrix = await readMatrix(train?.path ?? '', schema, options);
    expect(matrix).toMatchObject({ rows, columns: 3, denseColumns: ['id'], startRow: 0 });
    const values = schema.columns[1]?.kind === 'categorical' ? schema.columns[1].values : [];
    expect([...values].sort()).toEqual(['c0', 'c1', 'c2']);
    for (let i = 0; i < rows; i += 1) {
      const id = i % 7 === 0 ? Number.NaN : i;
      const country = i % 11 === 0 ? Number.NaN : i === 5 ? 3 : values.indexOf(`c${i % 3}`);
      expect([...matrix.matrix.subarray(i * 3, i * 3 + 3)]).toEqual([id, country, i % 2]);
      expect(matrix.dense[i]).toEqual(id);
      expect(matrix.labels.hit?.[i]).toBe(i % 2);
    }
  });

  it('streams the same rows in chunks', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const { results, schema } = await fixture.extract(specOf({ source }), 1);
    const options = { tasks: ['hit'], training: true, scratchDir: fixture.scratchDir, chunkRows: 4096 };
    const path = results[0]?.path ?? '';
    const whole = await readMatrix(path, schema, options);
    const starts: number[] = [];
    const cells: number[] = [];
    for await (const chunk of readMatrixChunks(path, schema, options)) {
      starts.push(chunk.startRow);
      cells.push(...chunk.matrix);
    }
    expect(starts).toEqual([0, 4096]);
    expect(cells).toEqual([...whole.matrix]);
  });

  it('trains "other" on a seeded share of the rows, which shards and threads do not change', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql);
    const spec = specOf({ source });
    const sent = async (shards: number, threads: number, seed: number, training: boolean) => {
      const { results, schema } = await fixture.extract(spec, shards);
      const other = schema.columns[2];
      if (other?.kind !== 'categorical') throw new Error('Expected a categorical column.');
      expect(other.otherFraction).toBeCloseTo(0.02, 3);
      const chosen: number[] = [];
      for (const { path } of results.filter((result) => result.split === 'train')) {
        const options = { tasks: [], training, seed, threads, scratchDir: fixture.scratchDir };
        const { matrix } = await readMatrix(path, schema, options);
        for (let cell = 2; cell < matrix.length; cell += 3) {
          chosen.push(matrix[cell] === other.values.length ? 1 : 0);
        }
      }
      return chosen;
    };
    const base = await sent(1, 1, 7, true);
    const share = base.reduce((sum, one) => sum + one, 0) / rows;
    expect(share).toBeGreaterThan(0.013);
    expect(share).toBeLessThan(0.027);
    expect(await sent(3, 2, 7, true)).toEqual(base);
    expect(await sent(1, 1, 8, true)).not.toEqual(base);
    expect(new Set(await sent(1, 1, 7, false))).toEqual(new Set([0]));
  });
});
