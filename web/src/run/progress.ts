/** Responsible for reading the two kinds of progress that activities tell, and for quantities in words. Pure. */
import type { Schemas } from '../api/client.js';
import type { Activity } from './standing.js';

export type FanoutProgress = Schemas['FanoutProgress'];
export type RankProgress = Schemas['RankProgress'];

/** With what Temporal tries again, and why. */
export function fanoutsOf(activities: readonly Activity[]): (FanoutProgress & Pick<Activity, 'again'>)[] {
  return activities.flatMap(({ progress, again }) =>
    progress.kind === 'fanout' ? [{ ...progress, ...(again && { again }) }] : [],
  );
}

/** By rank. */
export function ranksOf(activities: readonly Activity[]): RankProgress[] {
  return activities
    .flatMap(({ progress }) => (progress.kind === 'rank' ? [progress] : []))
    .sort((a, b) => a.rank - b.rank);
}

/**
 * Whether each shard is done, in order. Where nobody tells which are, the first ones: as many as are done.
 * @param map a bit a shard in Base64, the first shard's the lowest of the first byte
 */
export function doneShardsOf({
  doneShardMap: map,
  doneShards,
  totalShards,
}: Pick<FanoutProgress, 'doneShardMap' | 'doneShards' | 'totalShards'>): boolean[] {
  const bytes = map === undefined ? null : atob(map);
  return Array.from({ length: totalShards }, (_, shard) =>
    bytes === null ? shard < doneShards : ((bytes.charCodeAt(shard >> 3) >> (shard & 7)) & 1) === 1,
  );
}

/** `3.83M`, `217k`, `940`. */
export function countText(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** `1.2 GB`, by thousands as S3 counts. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toPrecision(3)} ${units[power]}`;
}
