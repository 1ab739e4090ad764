/**
 * Responsible for what registered pipelines do besides their runs: who waits for a turn, and looking for partitions.
 * Leaves to others: their versions (triggers), what their workflows decide (workflows).
 */
import { randomUUID } from 'node:crypto';
import { emptyQueue, type PipelineActivity } from '@espalier/domain';
import { updateWithStart } from '@espalier/temporal';
import { patiently, type RunAccess, requireRunServices } from '@espalier/triggers';
import { pipelineQuery, pipelineWorkflowId, watchArrivalsUpdate } from '@espalier/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';

const patienceMs = 60_000;

/** Runs start by partitions that arrive, from now on. @throws EspalierError as `requireRunServices` */
export async function watchArrivals(
  { settings, temporal, store }: RunAccess,
  pipeline: string,
): Promise<void> {
  await patiently(settings, () => requireRunServices(settings, temporal, store));
  const update = watchArrivalsUpdate(pipeline, randomUUID());
  await patiently(settings, () => updateWithStart<void>(temporal, update), patienceMs);
}

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function pipelineActivity(
  { settings, temporal }: RunAccess,
  pipeline: string,
): Promise<PipelineActivity> {
  const handle = temporal.workflow.getHandle(pipelineWorkflowId(pipeline));
  try {
    return await patiently(settings, () => handle.query(pipelineQuery));
  } catch (error) {
    // Nobody has asked it for anything yet.
    if (error instanceof WorkflowNotFoundError) return { queue: emptyQueue, watch: null };
    throw error;
  }
}
