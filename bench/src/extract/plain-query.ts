/**
 * The extraction's work as one would write it by hand for DuckDB: the same rows and columns to the same Parquet files, then the
 * same statistics, in as few queries as they fit. No checks, no plan, no temporary databases.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { FeatureColumn, SourceShard } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

export interface PlainQueryInput {
  readonly shards: readonly SourceShard[];
  readonly features: readonly FeatureColumn[];
  readonly tasks: PipelineSpec['tasks'];
  readonly outPath: (shard: SourceShard, split: string) => string;
}

/** A tenth of the rows by DuckDB's own hash, and the others, of which each has a part of two: as the example's rows are split. */
const stopping = 'hash(file_row_number) % 10 = 0';
const splits = [
  {
    name: 'train',
    where: `NOT (${stopping})`,
    more: ', CAST(hash(file_row_number + 1) % 2 AS UTINYINT) AS __fold',
  },
  { name: 'earlyStop', where: stopping, more: '' },
] as const;

/** Resolves to the number of rows written. One thread, as a shard has. */
export async function runPlainQuery({ shards, features, tasks, outPath }: PlainQueryInput): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  let rows = 0;
  try {
    for (const { shard, split } of shards.flatMap((each) =>
      splits.map((split) => ({ shard: each, split })),
    )) {
      const path = quoteText(outPath(shard, split.name));
      const columns = [
        ...features.map(({ name, sql, kind }) => {
          const type = kind === 'numeric' ? 'FLOAT' : 'VARCHAR';
          return `CAST(${sql} AS ${type}) AS ${quoteName(name)}`;
        }),
        ...tasks.map(({ label, name }) => `CAST((${label}) AS UTINYINT) AS ${quoteName(`label__${name}`)}`),
        `(${shard.objectIndex}::BIGINT << 40) + file_row_number AS __row`,
      ];
      await connection.run(
        `COPY (SELECT ${columns.join(', ')}${split.more} FROM read_parquet(${quoteText(shard.uri)}, file_row_number = true)
          WHERE file_row_number >= ${shard.firstRow} AND file_row_number < ${shard.firstRow + shard.rows} AND ${split.where})
          TO ${path} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)`,
      );
      const numbers = features
        .filter(({ kind }) => kind === 'numeric')
        .map(({ name }) => quoteName(name))
        .map((n) => `count(${n}), min(${n}), max(${n}), avg(${n}::DOUBLE), var_pop(${n}::DOUBLE)`);
      const labels = tasks
        .map(({ name }) => quoteName(`label__${name}`))
        .map((n) => `count(${n}), sum(${n})`);
      const totals = await connection.runAndReadAll(
        `SELECT count(*), ${[...numbers, ...labels].join(', ')} FROM read_parquet(${path})`,
      );
      rows += Number(totals.getRows()[0]?.[0]);
      const categories = features
        .filter(({ kind }) => kind === 'categorical')
        .map(({ name }, k) => {
          const value = quoteName(name);
          return `SELECT ${k} AS k, ${value} AS v, count(*) AS n FROM read_parquet(${path}) GROUP BY ${value}`;
        });
      if (categories.length > 0 && split.name === 'train') {
        await connection.runAndReadAll(`${categories.join(' UNION ALL ')} ORDER BY k, v`);
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return rows;
}
