/** Responsible for what a plan tells of the partitions that it reads. Leaves to others: finding them (list-partitions.ts). */
import type { SourceIdentity, SourcePartition } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { InspectedObject } from './inspect-source.js';
import { partitionedSource } from './list-partitions.js';
import { sourceDigest } from './source-identity.js';

type IdentifiedObject = InspectedObject & { readonly identity: SourceIdentity };

/** Null where nothing of the source is cut by time. */
export function toldPartitions(
  { source, partitions }: Pick<PipelineSpec, 'source' | 'partitions'>,
  objects: { readonly train: readonly IdentifiedObject[]; readonly eval: readonly IdentifiedObject[] },
): readonly SourcePartition[] | null {
  if (partitions === undefined) return null;
  return (['train', 'eval'] as const).flatMap((split) => {
    const part = source[split];
    const cut = part === undefined ? null : partitionedSource(part, partitions);
    return (cut?.labels ?? []).map((label) => partitionOf(split, label, objects[split]));
  });
}

function partitionOf(
  split: SourcePartition['split'],
  label: string,
  objects: readonly IdentifiedObject[],
): SourcePartition {
  const own = objects.filter(({ partition }) => partition === label);
  return {
    split,
    label,
    files: own.length,
    rows: own.reduce((sum, { footer }) => sum + footer.rows, 0),
    sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    digest: own.length === 0 ? null : sourceDigest([own]),
  };
}
