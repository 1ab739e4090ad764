/**
 * Responsible for stable, seeded choices of rows: the same in every process, version and order of reading.
 * Leaves to others: what is chosen by them (splits, samples, the "other" code).
 */
import type { SourceShard } from '@espalier/domain';
import { quoteText } from './sql-text.js';

/** The object that rows are of, and which of its rows. */
export type RowsOfObject = Pick<SourceShard, 'objectIndex' | 'firstRow' | 'rows'>;

/** SQL that is true for about `share` of the distinct values of `keySql` (MD5, seeded and separated by purpose). */
export function hashPredicate(purpose: string, seed: number, keySql: string, share: number): string {
  return hashRangePredicate(purpose, seed, keySql, 0, share);
}

/** The same for the values whose hash lies in the half-open range, as shares of all. `keySql` must not be NULL. */
export function hashRangePredicate(
  purpose: string,
  seed: number,
  keySql: string,
  from: number,
  to: number,
): string {
  const hash = hashSql(purpose, seed, keySql);
  const [least, end] = [thresholdOf(from), thresholdOf(to)];
  const bounds = [
    ...(least > 0n ? [`${hash} >= ${least}::UBIGINT`] : []),
    ...(end < 1n << 64n ? [`${hash} < ${end}::UBIGINT`] : []),
  ];
  return bounds.join(' AND ') || 'true';
}

/** SQL of one of `parts` about equal parts, from 0, as UTINYINT. `keySql` must not be NULL. */
export function hashPart(purpose: string, seed: number, keySql: string, parts: number): string {
  return `CAST(${hashSql(purpose, seed, keySql)} % ${parts}::UBIGINT AS UTINYINT)`;
}

/**
 * SQL of a UBIGINT below 2^32, uniform over the rows of an object by their numbers: a hash for every row of a scan, at a twentieth of
 * what MD5 costs. The mixer is Wellons's lowbias32 (2018); no product exceeds 64 bits. A row has the same whichever rows it is among.
 */
export function rowHashSql(
  purpose: string,
  seed: number,
  { objectIndex, firstRow, rows }: RowsOfObject,
): string {
  const salt = mix(saltOf(`${purpose}:${seed}`) ^ mix(objectIndex + 1)) >>> 0;
  const number = 'CAST(file_row_number AS UBIGINT)';
  const half = (sql: string) => `(${sql} & 4294967295::UBIGINT)`;
  const product = (sql: string, factor: number) => half(`${sql} * ${factor}::UBIGINT`);
  const shifted = (sql: string, bits: number) => `xor(${sql}, ${sql} >> ${bits})`;
  // What stands here is worked out eight times a row: upper halves only where there can be some.
  const halves = `xor(${half(number)}, ${product(`(${number} >> 32)`, 0x9e3779b1)})`;
  const start = `xor(${firstRow + rows > 2 ** 32 ? halves : number}, ${salt}::UBIGINT)`;
  return shifted(product(shifted(product(shifted(start, 16), 0x7feb352d), 15), 0x846ca68b), 16);
}

/** SQL that is true for the rows whose `rowHashSql` lies in the half-open range, as shares of all. */
export function rowRangePredicate(
  purpose: string,
  seed: number,
  of: RowsOfObject,
  from: number,
  to: number,
): string {
  const hash = rowHashSql(purpose, seed, of);
  const bound = (share: number) => `${Math.round(share * 2 ** 32)}::UBIGINT`;
  return from === 0 ? `${hash} < ${bound(to)}` : `${hash} >= ${bound(from)} AND ${hash} < ${bound(to)}`;
}

/** SQL of a UBIGINT. */
function hashSql(purpose: string, seed: number, keySql: string): string {
  return `md5_number_lower(concat(${quoteText(`${purpose}:${seed}:`)}, CAST(${keySql} AS VARCHAR)))`;
}

function thresholdOf(share: number): bigint {
  return BigInt(Math.round(share * 2 ** 53)) << 11n;
}

/** 32-bit FNV-1a of a text's UTF-16 code units; a salt for `mixRow`. */
export function saltOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform 32-bit number of a row's identity (low and high halves) under a salt; MurmurHash3's finalizer, chained. */
export function mixRow(salt: number, low: number, high: number): number {
  return mix(mix(mix(salt) ^ low) + high) >>> 0;
}
