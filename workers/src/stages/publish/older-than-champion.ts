/**
 * Responsible for whether a version knows of older days only than the model's champion: a backfill of the past must not turn back what serves.
 * Leaves to others: what follows from it, and how well the two predict (gates).
 */
import type { SourcePartition } from '@espalier/domain';
import { damageOf, readAliases, readVersion, readVersionRecord } from '@espalier/registry';
import type { Store } from '@espalier/store';

/**
 * @param partitions that the version was made of
 * @returns a sentence; of what it lacks, or of why nobody can tell what the champion has seen: what is damaged refuses. Null where it is not older, and where
 * there is nothing to be older than: no champion, sources that are not cut by time
 */
export async function olderThanChampion(
  store: Store,
  model: string,
  partitions: readonly SourcePartition[],
): Promise<string | null> {
  const own = newestLabel(partitions);
  const champion = (await readAliases(store, model))?.champion ?? null;
  if (own === null || champion === null) return null;
  let seen: string | null;
  try {
    seen = newestLabel(await readPartitions(store, model, champion));
  } catch (error) {
    const damage = damageOf(error);
    if (damage === null) throw error;
    return `what version ${champion}, the champion, has seen can't be told: ${damage}`;
  }
  if (seen === null) return null;
  // A day and an hour are held to each other by the day: which hours a day has is not known.
  const shared = Math.min(seen.length, own.length);
  if (seen.slice(0, shared) <= own.slice(0, shared)) return null;
  return `its newest data is of ${own}, and version ${champion}, the champion, has seen ${seen}`;
}

async function readPartitions(
  store: Store,
  model: string,
  version: number,
): Promise<readonly SourcePartition[]> {
  const { record } = await readVersion(store, model, version);
  return (await readVersionRecord(store, record)).partitions;
}

/** What a version was made of; nothing where what tells of it is damaged. */
export async function partitionsOf(
  store: Store,
  model: string,
  version: number,
): Promise<readonly SourcePartition[]> {
  try {
    return await readPartitions(store, model, version);
  } catch (error) {
    if (damageOf(error) === null) throw error;
    return [];
  }
}

function newestLabel(partitions: readonly SourcePartition[]): string | null {
  const present = partitions.filter(({ digest }) => digest !== null).map(({ label }) => label);
  return present.sort().at(-1) ?? null;
}
