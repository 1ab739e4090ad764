import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { checkClusters } from './fold-statistics.js';
import { readMatrix, readMatrixChunks } from './matrix-reader.js';
import { clusterColumn, isReservedName } from './shard-columns.js';

/** Members 0 to 9; every eleventh row has none. */
const logSql = (rows: number) => `SELECT i AS id, i % 3 AS feature, i % 2 AS clicked,
  CASE WHEN i % 11 = 0 THEN NULL ELSE i % 10 END AS member, i % 4096 AS day FROM range(${rows}) t(i)`;

const input: Parameters<typeof specOf>[0] = {
  source: { train: { uri: 'log.parquet' }, split: { by: 'day', order: 'time', eval: '25%' } },
  features: { include: ['feature'] },
  evaluation: { cluster: 'member' },
};

interface ClusteredRow {
  readonly cluster: bigint;
  readonly member: number | null;
}

describe('the cluster column of feature shards', () => {
  it('is the same for rows of one value in all shards, and another for each row without', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(8 * 2048));
    const { results } = await fixture.extract(specOf(input), 4);
    const held = results.filter(({ split }) => split === 'eval').map(({ path }) => `'${path}'`);
    expect(held.length).toBeGreaterThan(1);
    const rows = await fixture.rows<ClusteredRow>(
      `SELECT ${clusterColumn} AS cluster, member FROM read_parquet([${held.join(', ')}])
       JOIN (SELECT *, file_row_number AS place FROM read_parquet('${fixture.path('log.parquet')}', file_row_number = true))
       ON __row = place`,
    );
    const withMember = rows.filter(({ member }) => member !== null);
    const alone = rows.filter(({ member }) => member === null);
    expect(alone.length).toBeGreaterThan(100);
    expect(new Set(withMember.map(({ cluster }) => cluster)).size).toBe(10);
    expect(new Set(withMember.map(({ cluster, member }) => `${cluster} ${member}`)).size).toBe(10);
    expect(new Set(alone.map(({ cluster }) => cluster)).size).toBe(alone.length);
    expect(withMember.every(({ cluster }) => cluster < 2n ** 63n)).toBe(true);
    expect(alone.every(({ cluster }) => cluster >= 2n ** 63n)).toBe(true);
    const counted = results.reduce((sum, { statistics }) => sum + (statistics.clusteredRows ?? 0), 0);
    expect(counted).toBe(withMember.length);
  });

  it('is not there for rows that are learnt from, nor without a column to group by', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(2048));
    const columnsOf = async (path: string) =>
      (await fixture.rows<{ name: string }>(`SELECT name FROM parquet_schema('${path}')`)).map(
        ({ name }) => name,
      );
    const grouped = await fixture.extract(specOf(input));
    for (const { split, path, statistics } of grouped.results) {
      expect((await columnsOf(path)).includes(clusterColumn)).toBe(split === 'eval');
      expect(statistics.clusteredRows !== undefined).toBe(split === 'eval');
    }
    const single = await fixture.extract(specOf({ ...input, evaluation: {} }));
    for (const { path } of single.results) expect(await columnsOf(path)).not.toContain(clusterColumn);
  });

  it('comes with the rows, whole or in chunks', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write('log.parquet', logSql(4 * 2048));
    const { results, schema } = await fixture.extract(specOf(input));
    const options = { tasks: ['hit'], training: false, scratchDir: fixture.scratchDir, chunkRows: 2048 };
    for (const { split, path } of results) {
      const whole = await readMatrix(path, schema, options);
      if (split === 'train') {
        expect(whole.clusters).toBeNull();
        continue;
      }
      const stored = await fixture.rows<{ c: bigint }>(`SELECT ${clusterColumn} AS c FROM '${path}'`);
      expect([...(whole.clusters ?? [])]).toEqual(stored.map(({ c }) => c));
      const chunks: bigint[] = [];
      for await (const { clusters } of readMatrixChunks(path, schema, options))
        chunks.push(...(clusters ?? []));
      expect(chunks).toEqual(stored.map(({ c }) => c));
    }
  });

  it('is refused where the held-out rows show that it is NULL for all of them', async () => {
    await using fixture = await SourceFixture.create();
    await fixture.write(
      'log.parquet',
      `SELECT * REPLACE (CASE WHEN day < 3000 THEN member END AS member) FROM (${logSql(8192)})`,
    );
    const { results } = await fixture.extract(specOf(input));
    const held = results.filter(({ split }) => split === 'eval').map(({ statistics }) => statistics);
    expect(() => checkClusters(held, 'member')).toThrow(
      expect.objectContaining({
        code: 'features.no-clusters',
        details: expect.objectContaining({ path: 'evaluation.cluster', column: 'member' }),
      }),
    );
    expect(() => checkClusters(held, null)).not.toThrow();
  });

  it('has a name that no feature may take', () => {
    expect(isReservedName('__Cluster')).toBe(true);
  });
});
