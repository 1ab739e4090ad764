/** Reads what runs were measured at, for lists: one result and one small object each, a few at once. */

import { EspalierError, type ManifestRef, type TaskMetrics } from '@espalier/domain';
import { readManifest, type Store } from '@espalier/store';
import { recordedRun } from '@espalier/triggers';
import type { runGraph } from '@espalier/workflows';
import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';

/** Of the published network, by task. */
export type RunMetrics = Readonly<Record<string, TaskMetrics>>;

const readsAtOnce = 8;

/** From S3 where Temporal has forgotten the run. */
async function evaluationOf(temporal: Client, store: Store, runId: string): Promise<ManifestRef | undefined> {
  try {
    const { manifests } = await temporal.workflow.getHandle<typeof runGraph>(runId).result();
    return manifests.evaluate;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return (await recordedRun(store, runId))?.manifests.evaluate;
  }
}

/** Null where the run has no such result, or has it no more. */
async function metricsOf(temporal: Client, store: Store, runId: string): Promise<RunMetrics | null> {
  try {
    const evaluate = await evaluationOf(temporal, store, runId);
    if (evaluate === undefined) return null;
    return (await readManifest(store, { ...evaluate, stage: 'evaluate' })).body.metrics;
  } catch (error) {
    const gone =
      error instanceof WorkflowFailedError ||
      (error instanceof EspalierError && error.code === 'store.not-found');
    if (gone) return null;
    throw error;
  }
}

/** @param runIds of runs that have ended: a result is waited for. */
export async function runMetrics(
  temporal: Client,
  store: Store,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, RunMetrics>> {
  const found = new Map<string, RunMetrics>();
  const waiting = runIds.values();
  const readers = Array.from({ length: readsAtOnce }, async () => {
    for (const runId of waiting) {
      const metrics = await metricsOf(temporal, store, runId);
      if (metrics !== null) found.set(runId, metrics);
    }
  });
  await Promise.all(readers);
  return found;
}
