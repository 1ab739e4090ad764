/** What is recorded for replay of a notification: a target that takes it, one that takes it later, and one that never does. */
import { EspalierError } from '@espalier/domain';
import {
  type NotificationActivities,
  notificationWorkflowId,
  orchestratorTaskQueue,
  waitingTaskQueue,
} from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import { activityFailure } from '../workflows/fake-cluster.js';
import { fetchExecution } from './fetch-run.js';
import type { RecordedHistory } from './history-files.js';

/** By notification. */
export const notificationScenarios: readonly string[] = ['scenario-told'];

function targets(): NotificationActivities {
  let attempts = 0;
  return {
    notificationTargets: async () => ['takes', 'takes-later', 'is-gone'],
    sendNotification: async ({ target }) => {
      if (target === 'is-gone') {
        throw activityFailure(new EspalierError('notifications.unknown', 'There is no target is-gone.'));
      }
      if (target !== 'takes-later' || attempts++ > 0) return;
      throw activityFailure(new EspalierError('notifications.not-taken', 'Target takes-later answered 503.'));
    },
    keepUndelivered: async () => undefined,
  };
}

export async function recordNotification(
  client: Client,
  connection: NativeConnection,
  workflowBundle: WorkflowBundle,
  id: string,
): Promise<RecordedHistory> {
  const worker = await Worker.create({ connection, workflowBundle, taskQueue: orchestratorTaskQueue });
  const sender = await Worker.create({
    connection,
    taskQueue: waitingTaskQueue(orchestratorTaskQueue),
    activities: targets(),
  });
  const workflowId = notificationWorkflowId(id);
  const asking = async () => {
    await client.workflow.execute('notify', {
      workflowId,
      taskQueue: orchestratorTaskQueue,
      args: [{ key: `notifications/told/2026-11-28/120000-000000000000.json` }],
    });
    return fetchExecution(client, workflowId);
  };
  return sender.runUntil(() => worker.runUntil(asking));
}
