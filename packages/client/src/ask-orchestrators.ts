/** Whether an orchestrator asks for work in the namespace. Leaves to others: which store it works on (triggers). */
import { orchestratorTaskQueue } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { timeMs } from './run-query.js';

/** Who asks for work waits for a minute at a time; Temporal remembers those who are gone for five. */
const askedWithinMs = 90_000;
const workflowTasks = 1;

export async function hasOrchestrator({ workflowService, options }: Client): Promise<boolean> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: orchestratorTaskQueue },
    taskQueueType: workflowTasks,
  });
  return (pollers ?? []).some(
    ({ lastAccessTime }) => Date.now() - (timeMs(lastAccessTime) ?? 0) < askedWithinMs,
  );
}
