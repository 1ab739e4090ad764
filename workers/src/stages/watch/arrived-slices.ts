/** Responsible for which slices of a plan are of one partition of its source. Leaves to others: which partition (find-arrival.ts), reading them. */
import { resolve } from 'node:path';
import { type PlanBody, type SourcePartition, type SourceShard, slicesOfShards } from '@espalier/domain';
import { partitionUri } from '@espalier/partitions';
import type { StoredSpec } from '../stored-spec.js';

export type ShardSlices = readonly [SourceShard, ...SourceShard[]];

/** By shard. Null where their places don't tell them from those of other partitions. */
export function slicesOfPartition(
  { shards }: Pick<PlanBody, 'shards'>,
  { split, label, rows }: SourcePartition,
  { spec, baseDir }: StoredSpec,
): readonly ShardSlices[] | null {
  const part = spec.source[split];
  if (part === undefined || spec.partitions === undefined) return null;
  const place = placeOf(partitionUri(part.uri, label, spec.partitions), baseDir);
  const own = shards.filter(
    (slice) => (slice.split === 'eval') === (split === 'eval') && slice.uri.startsWith(place),
  );
  // The plan has counted the partition's rows when it listed it.
  if (own.reduce((sum, slice) => sum + slice.rows, 0) !== rows) return null;
  return slicesOfShards(own);
}

/** All of a URI before its first pattern, as slices name their objects. */
function placeOf(uri: string, baseDir: string): string {
  const fixed = uri.split(/[*?[{]/)[0] ?? '';
  if (fixed.startsWith('s3://')) return fixed;
  const path = resolve(baseDir, fixed);
  return fixed.endsWith('/') ? `${path}/` : path;
}
