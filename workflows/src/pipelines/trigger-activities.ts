/** Proxies of the activities that start runs and wait for what they are started by. */
import {
  ActivityCancellationType,
  type ActivityOptions,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import type { TriggerActivities } from '../triggers.js';

function options(): ActivityOptions {
  return {
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    heartbeatTimeout: '30 seconds',
    // Over at once where nobody waits any more.
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  };
}

/** What is asked for once is tried for as long as services may be away. */
export function startingActivities(): Pick<TriggerActivities, 'triggerRun'> {
  return proxyActivities<Pick<TriggerActivities, 'triggerRun'>>({
    ...options(),
    startToCloseTimeout: '15 minutes',
  });
}

export function watchingActivities(): Pick<TriggerActivities, 'awaitArrivals' | 'awaitRun'> {
  return proxyActivities<Pick<TriggerActivities, 'awaitArrivals' | 'awaitRun'>>({
    ...options(),
    startToCloseTimeout: '365 days',
  });
}
