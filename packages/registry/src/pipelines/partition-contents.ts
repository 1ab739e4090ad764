/**
 * Responsible for what a pipeline's partitions hold by now, as its looks at them tell, and which of those that a version was made with are others since.
 * Leaves to others: looking (features).
 */
import type { Digest, StalePartition, VersionRecord } from '@espalier/domain';
import { isDigest, mapBounded, type Store } from '@espalier/store';
import { z } from 'zod';
import { readRecord } from '../records.js';
import { contentKey } from './pipeline-keys.js';

const atOnce = 16;

const digest = z.custom<Digest>(isDigest, 'expected a SHA-256 digest');

const contentSchema = z.object({
  /** Of each part of the source that is cut by time, as a plan tells it. */
  splits: z.object({ train: digest.optional(), eval: digest.optional() }),
  seenAt: z.iso.datetime(),
});

export interface SeenContent {
  readonly label: string;
  readonly splits: Readonly<Partial<Record<'train' | 'eval', Digest>>>;
}

/** @param seenAt ISO 8601 */
export async function writeContents(
  store: Store,
  pipeline: string,
  seen: readonly SeenContent[],
  seenAt: string,
): Promise<void> {
  await mapBounded(seen, atOnce, ({ label, splits }) =>
    store.putJson(contentKey(pipeline, label), { splits, seenAt }),
  );
}

/**
 * Partitions that were written anew since the version was made; none is told of a pipeline that never looked for any.
 * @throws EspalierError `registry.unreadable-record`
 */
export async function stalePartitions(
  store: Store,
  { pipeline, partitions }: Pick<VersionRecord, 'pipeline' | 'partitions'>,
): Promise<readonly StalePartition[]> {
  const labels = [...new Set(partitions.map(({ label }) => label))];
  const contents = await mapBounded(labels, atOnce, async (label) => {
    const content = await readRecord(store, contentKey(pipeline, label), contentSchema);
    return [label, content] as const;
  });
  const byLabel = new Map(contents);
  return partitions.flatMap(({ label, split, digest: seen }) => {
    const content = byLabel.get(label);
    const now = content?.splits[split];
    if (content == null || seen === null || now === undefined || now === seen) return [];
    return [{ label, split, seen, now, since: content.seenAt }];
  });
}
