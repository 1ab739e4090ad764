/**
 * Responsible for keeping in S3 how a run ended, since Temporal forgets its history one day; that this content of its partition is done, where it
 * was for one; and for telling those who want to know.
 */
import { type RunEnd, runEndKey } from '@espalier/domain';
import { writePartitionEnd } from '@espalier/registry';
import type { Store } from '@espalier/store';
import { contentOfPlan, partitionOfChanges } from '@espalier/triggers';
import type { StageServices } from '../stages/stage-services.js';

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
  const content = await contentOfPlan(store, { runId, label: ran.label }, manifests.plan);
  const succeeded = status === 'succeeded';
  await writePartitionEnd(store, pipeline, { ...ran, content, runId, succeeded });
}
