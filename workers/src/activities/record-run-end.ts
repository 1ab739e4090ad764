/**
 * Responsible for keeping in S3 how a run ended, since Temporal forgets its history one day; that this content of its partition is done, where it
 * was for one; and for telling those who want to know.
 */
import { type RunEnd, runEndKey } from '@espalier/domain';
import { writePartitionEnd } from '@espalier/registry';
import { readManifest, type Store } from '@espalier/store';
import { partitionOfChanges, plannedContent } from '@espalier/triggers';
import { z } from 'zod';
import type { StageServices } from '../stages/stage-services.js';

/** Of the stored pipeline what says of which contents a plan tells. */
const sourceSchema = z.object({
  spec: z.object({ source: z.object({ partitions: z.unknown().optional() }) }),
});

export async function recordRunEnd(
  { store, announcer }: Pick<StageServices, 'store' | 'announcer'>,
  end: RunEnd,
): Promise<void> {
  await store.putJson(runEndKey(end.progress.runId), end);
  await recordPartition(store, end);
  await announcer.runEnded(end);
}

/** Of a run that does just what a version of its pipeline says, whoever has started it. */
async function recordPartition(store: Store, { progress, changes, manifests }: RunEnd): Promise<void> {
  const { runId, pipeline, status } = progress;
  const ran = partitionOfChanges(pipeline, changes);
  // What was cancelled says nothing of its partition.
  if (ran === null || status === 'cancelled') return;
  const content = await contentOf(store, runId, ran.label, manifests.plan);
  const succeeded = status === 'succeeded';
  await writePartitionEnd(store, pipeline, { ...ran, content, runId, succeeded });
}

async function contentOf(
  store: Store,
  runId: string,
  label: string,
  plan: RunEnd['manifests'][string] | undefined,
): Promise<string | null> {
  if (plan === undefined) return null;
  const stored = sourceSchema.parse((await store.getJson(`runs/${runId}/spec.json`))?.value);
  const { body } = await readManifest(store, { ...plan, stage: 'plan' });
  return plannedContent(stored.spec, label, body.partitions ?? []);
}
