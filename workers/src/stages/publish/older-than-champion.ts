/**
 * Responsible for whether a version knows of older days only than the model's champion: a backfill of the past must not turn back what serves.
 * Leaves to others: what follows from it, and how well the two predict (gates).
 */
import type { SourcePartition } from '@espalier/domain';
import { damageOf, readAliases, readVersion, readVersionRecord } from '@espalier/registry';
import type { Store } from '@espalier/store';

/**
 * @param partitions that the version was made of
 * @returns a sentence; null where it is not older, or where that can't be told: no champion, sources that are not cut by time, or otherwise, records that are damaged
 */
export async function olderThanChampion(
  store: Store,
  model: string,
  partitions: readonly SourcePartition[],
): Promise<string | null> {
  const own = newestLabel(partitions);
  const champion = (await readAliases(store, model))?.champion ?? null;
  if (own === null || champion === null) return null;
  const seen = newestLabel(await partitionsOf(store, model, champion));
  if (seen === null || seen.length !== own.length || seen <= own) return null;
  return `its newest data is of ${own}, and version ${champion}, the champion, has seen ${seen}`;
}

/** What a version was made of; nothing where what tells of it is damaged. */
export async function partitionsOf(
  store: Store,
  model: string,
  version: number,
): Promise<readonly SourcePartition[]> {
  try {
    const { record } = await readVersion(store, model, version);
    return (await readVersionRecord(store, record)).partitions;
  } catch (error) {
    if (damageOf(error) === null) throw error;
    return [];
  }
}

function newestLabel(partitions: readonly SourcePartition[]): string | null {
  const present = partitions.filter(({ digest }) => digest !== null).map(({ label }) => label);
  return present.sort().at(-1) ?? null;
}
