/** Responsible for a run's turn among the runs of its registered pipeline: asked for, waited for, and given back. */
import type { Concurrency } from '@espalier/domain';
import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  log,
  setHandler,
} from '@temporalio/workflow';
import { describeFailure } from '../failures.js';
import { askingActivities } from './pipeline-activities.js';
import { leaveSignal, pipelineWorkflowId, turnSignal } from './pipeline-messages.js';

/** A workflow of the pipeline that lost what it knew is asked anew after this. */
const askedAgainAfter = '1 hour';

export interface Turn {
  readonly pipeline: string;
  readonly runId: string;
  readonly concurrency: Concurrency;
}

/**
 * Resolves when the run may begin.
 * @param onWait told the IDs of the runs that it waits for
 * @returns IDs of the runs for whose sake it is skipped; null where it may begin
 */
export async function takeTurn(
  turn: Turn,
  onWait: (behind: readonly string[]) => void,
): Promise<readonly string[] | null> {
  let isMyTurn = false;
  setHandler(turnSignal, () => {
    isMyTurn = true;
  });
  const asking = askingActivities();
  while (!isMyTurn) {
    const admission = await asking.enterPipeline(turn);
    if (admission.kind === 'go') return null;
    if (admission.kind === 'skip') return admission.behind;
    onWait(admission.behind);
    await condition(() => isMyTurn, askedAgainAfter);
  }
  return null;
}

/** Whoever waits goes on. Whether it had its turn or not, and whatever ended it. */
export async function leaveTurn({ pipeline, runId }: Turn): Promise<void> {
  const keeper = getExternalWorkflowHandle(pipelineWorkflowId(pipeline));
  await CancellationScope.nonCancellable(() => keeper.signal(leaveSignal, runId)).catch((error: unknown) =>
    // Those that wait look for it by themselves.
    log.warn("the pipeline was not told of the run's end", { error: describeFailure(error).message }),
  );
}
