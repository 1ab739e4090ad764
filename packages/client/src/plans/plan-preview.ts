/**
 * Responsible for a plan that the orchestrator makes for a command: asked for, waited for, and called off with the command.
 * Leaves to others: planning itself (workers), and what is said of the pipeline beside it (preflight).
 */

import {
  EspalierError,
  type HostPool,
  type SlotNeed,
  type SourcePartition,
  type SourceShard,
  type TeamSlots,
  type ToldTable,
} from '@espalier/domain';
import { patiently, type Remarks, type RunAccess, watchingPatienceMs } from '@espalier/triggers';
import {
  orchestratorTaskQueue,
  type PlanPreviewBody,
  planningMinutes,
  type previewPlan,
  type RunInput,
} from '@espalier/workflows';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { readFailedRun } from '../failed-run.js';
import type { PlanCosts } from './plan-costs.js';

export interface PlanPreview extends Remarks {
  readonly shards: readonly SourceShard[];
  readonly partitions?: readonly SourcePartition[];
  readonly tables?: readonly ToldTable[];
  readonly stages: PlanPreviewBody['stages'];
  /** What the stages that would run need at once, and the hosts that there are now; absent where no service was asked, as what follows. */
  readonly needs?: readonly SlotNeed[];
  readonly pools?: readonly HostPool[];
  /** Of the run's team, where it has one. */
  readonly quota?: TeamSlots;
  readonly cost?: PlanCosts['cost'];
  readonly obstacle?: PlanCosts['obstacle'];
}

/** How long a command that was told to leave waits for its plan to be called off. */
const callOffMs = 3_000;

/**
 * The plan's shards and what the cache holds; what was written to S3 for it is removed.
 * @throws EspalierError `workflow.cancelled` when `signal` aborts, `workflow.timed-out`, and as the plan fails
 */
export async function planByOrchestrator(
  { settings, temporal, store }: RunAccess,
  input: RunInput,
  signal: AbortSignal | undefined,
): Promise<PlanPreviewBody> {
  const workflowId = `${input.runId}-plan`;
  const handle = await patiently(settings, () =>
    temporal.workflow.start<typeof previewPlan>('previewPlan', {
      workflowId,
      taskQueue: orchestratorTaskQueue,
      args: [input],
      // Whoever is killed can call nothing off.
      workflowExecutionTimeout: `${planningMinutes} minutes`,
    }),
  );
  try {
    const result = patiently(settings, () => handle.result(), watchingPatienceMs);
    const { preview } = await unlessAborted(result, signal, () => callOff(handle));
    return (await store.getVerifiedJson(preview)) as PlanPreviewBody;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const failed = readFailedRun(error).error;
    if (failed.code !== 'workflow.timed-out') throw EspalierError.deserialize(failed);
    throw new EspalierError('workflow.timed-out', `Planning took longer than ${planningMinutes} minutes.`);
  } finally {
    for (const { key } of await store.list(`runs/${workflowId}/`)) await store.deleteObject(key);
    await store.deleteObject(input.spec.key);
  }
}

/** Asks the plan to end; whether it could be asked or not, its own time limit ends it. */
async function callOff(handle: WorkflowHandle): Promise<void> {
  const asked = handle.cancel().catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, callOffMs);
  });
  await Promise.race([asked, late]);
  clearTimeout(timer);
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => Promise<void>,
): Promise<T> {
  if (signal === undefined) return work;
  work.catch(() => undefined);
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new EspalierError('workflow.cancelled', 'Planning was called off.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    if (signal.aborted) await onAbort();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
