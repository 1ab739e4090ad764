/**
 * Responsible for keeping in S3 how a run ended, since Temporal forgets its history one day; that this content of its partition is done, where it
 * was for one; and for telling those who want to know.
 */
import { type RunEnd, runEndKey } from '@espalier/domain';
import { writePartitionEnd } from '@espalier/registry';
import type { Store } from '@espalier/store';
import { contentOfPlan, partitionOfChanges, recordRetry } from '@espalier/triggers';
import type { StageServices } from '../stages/stage-services.js';

export async function recordRunEnd(
  { store, announcer }: Pick<StageServices, 'store' | 'announcer'>,
  end: RunEnd,
): Promise<void> {
  await store.putJson(runEndKey(end.progress.runId), end);
  await recordPartition(store, end);
  await recordAsRetry(store, end);
  await announcer.runEnded(end);
}

/** Whoever has started it may have died before the run that it is of was told. */
async function recordAsRetry(store: Store, { progress, startedAtMs }: RunEnd): Promise<void> {
  const { runId, retryOf } = progress;
  if (retryOf === undefined) return;
  await recordRetry(store, retryOf.runId, {
    runId,
    from: retryOf.from,
    at: new Date(startedAtMs).toISOString(),
  });
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
