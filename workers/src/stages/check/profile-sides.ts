/** Responsible for both sides' profiles, of what shards have measured and drawn, in bounded memory. Leaves to others: measuring, comparing (features). */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckProfiles, DataProfile, FeatureSchema } from '@espalier/domain';
import { DrawnNumbers, ProfileFold, type ShardProfile, type Side } from '@espalier/features';
import { mapBounded } from '@espalier/store';
import type { ShardServices } from '../../shards/shard-services.js';
import type { CheckResult } from './jobs.js';

/** Profiles and drawn numbers that are fetched, and there, at once. */
const fetchedAtOnce = 8;

export interface ProfiledSides extends CheckProfiles {
  /** The newest rows with the edges of the champion's; null where there are none. */
  readonly newestAtChampion: DataProfile | null;
}

/** @param results of at least one shard of each side, in shard order */
export async function profileSides(
  services: ShardServices,
  schema: FeatureSchema,
  results: readonly CheckResult[],
  { champion, signal }: { readonly champion: DataProfile | null; readonly signal: AbortSignal },
): Promise<ProfiledSides> {
  const { store } = services;
  const numbers = schema.columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name);
  const folds = { training: new ProfileFold(schema), newest: new ProfileFold(schema) };
  return services.inScratch(async (folder) => {
    using drawn = await DrawnNumbers.open(numbers, folder);
    for (let from = 0; from < results.length; from += fetchedAtOnce) {
      signal.throwIfAborted();
      const some = results.slice(from, from + fetchedAtOnce);
      const fetched = await mapBounded(
        some,
        fetchedAtOnce,
        async ({ side, profile: ref, drawn: numbers }) => {
          const path = numbers === null ? null : join(folder, `${side}-${numbers.name}`);
          if (numbers !== null && path !== null) await store.getToFile(numbers, path);
          const profile = (await store.getVerifiedJson(ref)) as ShardProfile;
          return { side, profile, path };
        },
      );
      for (const { side, profile, path } of fetched) {
        folds[side].add(profile);
        if (path === null) continue;
        await drawn.add(side, path);
        await rm(path);
      }
    }
    const counted = (side: Side) => folds[side].end();
    const training = await drawn.profile('training', counted('training'));
    const newestAt = (reference: DataProfile) => drawn.profileAt('newest', counted('newest'), reference);
    const newest = await newestAt(training);
    return { training, newest, newestAtChampion: champion && (await newestAt(champion)) };
  });
}
