/** Fetches the histories of a workflow and of all its children from Temporal. */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { asRecorded, type RecordedHistory } from './history-files.js';

interface ChildStarted {
  readonly workflowExecution?: { readonly workflowId?: string };
}

/** One workflow's own history. @param runId of the run among those that follow on each other; the latest by default */
export async function fetchExecution(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<RecordedHistory> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return asRecorded(workflowId, JSON.parse(historyToJSON(history)));
}

/** The workflow's own history first, then those of its children in the order they were started. */
export async function fetchRun(client: Client, workflowId: string): Promise<RecordedHistory[]> {
  const own = await fetchExecution(client, workflowId);
  const all = [own];
  for (const event of own.json.events) {
    const started = event.childWorkflowExecutionStartedEventAttributes as ChildStarted | undefined;
    const child = started?.workflowExecution?.workflowId;
    if (child !== undefined) all.push(...(await fetchRun(client, child)));
  }
  return all;
}
