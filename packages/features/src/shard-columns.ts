/**
 * Responsible for the names of Espalier's own columns in a feature shard, and a row's identity there.
 * Leaves to others: writing (extract-shard.ts) and reading them (matrix-reader.ts).
 */
import { nameKey } from '@espalier/domain';
import { keySql } from './key-sql.js';
import type { SourceColumn } from './parquet-footer.js';
import { hashPart, type RowsOfObject, rowHashSql } from './row-hash.js';

/** BIGINT: the object's ordinal in the source listing and the row's number within the object. */
export const rowColumn = '__row';

/**
 * UBIGINT, in splits that carry it where the pipeline names a cluster column: rows that belong together have the same
 * value. Half of the values are hashes of the column's, half are of rows whose value is NULL: each its own cluster.
 */
export const clusterColumn = '__cluster';

/** The first of the values that stand for a row by itself. */
const ownClusters = '9223372036854775808::UBIGINT';

/** SQL of `__cluster` by a source column. */
export function clusterSql(column: SourceColumn, objectIndex: number): string {
  const key = keySql(column);
  const hash = `md5_number_lower(CAST(${key} AS VARCHAR)) // 2::UBIGINT`;
  const own = `${ownClusters} + CAST(${rowIdentitySql(objectIndex)} AS UBIGINT)`;
  return `CASE WHEN (${key}) IS NULL THEN ${own} ELSE ${hash} END`;
}

/** SQL that is true where a row's cluster comes from a value. */
export const isClusteredSql = `${clusterColumn} < ${ownClusters}`;

/** UTINYINT, in split `train` where it is cross-fitted: the row's part, from 0. */
export const foldColumn = '__fold';

/** SQL of `__fold`. Rows with the same value of `column` are in one part; without a column, or a value, each is by itself. */
export function foldSql(column: SourceColumn | null, of: RowsOfObject, seed: number, folds: number): string {
  const ofRow = `CAST(${rowHashSql('fold', seed, of)} % ${folds}::UBIGINT AS UTINYINT)`;
  if (column === null) return ofRow;
  const key = keySql(column);
  return `CASE WHEN (${key}) IS NULL THEN ${ofRow} ELSE ${hashPart('fold', seed, key, folds)} END`;
}

/** FLOAT; of a binary task 0 or 1. */
export function labelColumn(task: string): string {
  return `label__${task}`;
}

export function isReservedName(name: string): boolean {
  const lower = nameKey(name);
  return (
    lower === rowColumn ||
    lower === clusterColumn ||
    lower === foldColumn ||
    lower === 'file_row_number' ||
    lower.startsWith('label__')
  );
}

/** SQL of the ordinal of the object that a written row is of. */
export const objectOfRowSql = `(${rowColumn} >> 40)`;

/** SQL of a row's identity; 2^40 rows an object. */
export function rowIdentitySql(objectIndex: number): string {
  return `(${objectIndex}::BIGINT << 40) + file_row_number`;
}
