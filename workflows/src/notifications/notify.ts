/**
 * Responsible for a notification until each target has taken it, or has not for a day.
 * Leaves to others: what is told (notifications), one attempt (activities).
 */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import { describeFailure } from '../failures.js';
import type { NotificationActivities, NotificationInput } from './notification-messages.js';

function keeping() {
  return proxyActivities<Omit<NotificationActivities, 'sendNotification'>>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    // As long as a target is tried.
    scheduleToCloseTimeout: '1 day',
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
}

/** After 5 and 20 seconds, a minute and a half, 5 and 20 minutes, one and a half, 6, 12 hours. */
function sending() {
  return proxyActivities<Pick<NotificationActivities, 'sendNotification'>>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '15 seconds',
    retry: {
      initialInterval: '5 seconds',
      backoffCoefficient: 4,
      maximumInterval: '12 hours',
      maximumAttempts: 10,
    },
  });
}

export async function notify({ key, target }: NotificationInput): Promise<void> {
  const { notificationTargets, keepUndelivered } = keeping();
  const names = target === undefined ? await notificationTargets(key) : [target];
  await Promise.all(
    names.map(async (name) => {
      const delivery = { key, target: name };
      try {
        await sending().sendNotification(delivery);
      } catch (error) {
        await keepUndelivered(delivery, describeFailure(error).message);
      }
    }),
  );
}
