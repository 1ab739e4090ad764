/** Responsible for starting a run's workflow, once, under the run's ID. */
import { EspalierError, type RunTrigger } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import {
  type GraphRun,
  orchestratorTaskQueue,
  pipelineAttribute,
  retryOfAttribute,
  type runGraph,
  statusAttribute,
  triggerAttribute,
} from '@espalier/workflows';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { patiently } from './patience.js';
import { toAttributeError } from './run-services.js';

/**
 * A start whose answer is lost is asked for again, and finds that it has arrived.
 * @param trigger what asks for it
 * @param changes options that the run was started with, as typed: lists show them
 * @throws EspalierError `workflow.run-exists`; `workflow.temporal-unreachable`, and as `toAttributeError`
 */
export async function startRun(
  settings: Settings,
  temporal: Client,
  run: GraphRun,
  changes: readonly string[],
  trigger: RunTrigger = 'client',
): Promise<void> {
  const retryOf = run.retry && { runId: run.retry.runId, from: run.retry.from };
  let asked = 0;
  try {
    await patiently(settings, () => {
      asked += 1;
      return temporal.workflow.start<typeof runGraph>('runGraph', {
        workflowId: run.runId,
        // Also where the first has ended meanwhile: who asks again may come late.
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue: orchestratorTaskQueue,
        args: [run],
        memo: { pipeline: run.pipeline, changes, trigger, ...(retryOf === undefined ? {} : { retryOf }) },
        typedSearchAttributes: new TypedSearchAttributes([
          { key: pipelineAttribute, value: run.pipeline },
          { key: statusAttribute, value: 'running' },
          { key: triggerAttribute, value: trigger },
          ...(retryOf === undefined ? [] : [{ key: retryOfAttribute, value: retryOf.runId }]),
        ]),
      });
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) {
      throw toAttributeError(settings, error);
    }
    // Asked again, this says that the first request arrived and only its answer was lost.
    if (asked > 1) return;
    const { runId } = run;
    throw new EspalierError('workflow.run-exists', `There is a run ${runId} already.`, {
      details: { runId },
    });
  }
}
