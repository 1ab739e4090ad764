/**
 * Responsible for the names of Espalier's own columns in a feature shard, and a row's identity there.
 * Leaves to others: writing (extract-shard.ts) and reading them (matrix-reader.ts).
 */

/** BIGINT: the object's ordinal in the source listing and the row's number within the object. */
export const rowColumn = '__row';

/** UTINYINT, 0 or 1. */
export function labelColumn(task: string): string {
  return `label__${task}`;
}

export function isReservedName(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === rowColumn || lower === 'file_row_number' || lower.startsWith('label__');
}

/** SQL of a row's identity; 2^40 rows an object. */
export function rowIdentitySql(objectIndex: number): string {
  return `(${objectIndex}::BIGINT << 40) + file_row_number`;
}
