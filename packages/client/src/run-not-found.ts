/** Responsible for the error of a run that there is not, in place of Temporal's own. */
import { EspalierError } from '@espalier/domain';
import { WorkflowNotFoundError } from '@temporalio/client';

/** `workflow.run-not-found`; any other error as it is. */
export function runNotFound(runId: string, error: unknown): unknown {
  if (!(error instanceof WorkflowNotFoundError)) return error;
  return noRun(runId);
}

export function noRun(runId: string): EspalierError {
  return new EspalierError('workflow.run-not-found', `There is no run ${runId}.`, { details: { runId } });
}
