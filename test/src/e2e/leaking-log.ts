/** Responsible for small made Parquet files, one of them a log with a column that tells the answer, and its pipeline. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Writes a query's rows; `options` follow the format in COPY's list. @returns the file's path */
export async function makeParquet(dir: string, name: string, sql: string, options = ''): Promise<string> {
  const path = join(dir, name);
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet${options})`);
  connection.closeSync();
  database.closeSync();
  return path;
}

/** `log.parquet`: 6,000 rows in one row group; what a conversion cost is known of conversions only. */
export function writeLeakingLog(dir: string): Promise<string> {
  return makeParquet(
    dir,
    'log.parquet',
    `SELECT hash(i) % 700 AS member, hash(i + 5) % 1000 / 10 AS price, converted,
       CASE WHEN converted THEN 10 + hash(i) % 50 END AS spend
     FROM (SELECT i, hash(i + 3) % 100 < 6 + 8 * (hash(i + 5) % 1000 > 500)::INTEGER AS converted
       FROM range(6000) t(i))`,
  );
}

export const leakingSpec = `name: leak
source: { train: { uri: log.parquet }, split: { by: member, eval: 20%, earlyStop: 10% } }
tasks: [{ name: conversion, group: active, label: converted }]
encoder: { trees: 10 }
training: { epochs: 1 }
`;

/**
 * The log and its pipeline.
 * @param oneRank its trainings have one rank; default: as many as there are trainers
 * @returns the pipeline's path
 */
export async function writeLeakingPipeline(dir: string, { oneRank = false } = {}): Promise<string> {
  await writeLeakingLog(dir);
  const path = join(dir, 'leak.yaml');
  const spec = oneRank ? leakingSpec.replace('epochs: 1', 'epochs: 1, workers: 1') : leakingSpec;
  await writeFile(path, spec);
  return path;
}
