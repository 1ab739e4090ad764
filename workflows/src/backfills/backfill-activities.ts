/** Proxies of the activities that a backfill asks; each waits for others, or for S3. */
import { type ActivityOptions, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import type { BackfillActivities } from './backfill-messages.js';

function options(): ActivityOptions {
  return {
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    heartbeatTimeout: '30 seconds',
    // Over at once where nobody waits any more.
    cancellationType: 'TRY_CANCEL',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  };
}

/** Tried for as long as services may be away. */
export function askingOfBackfill(): Omit<BackfillActivities, 'awaitPartition'> {
  return proxyActivities<Omit<BackfillActivities, 'awaitPartition'>>({
    ...options(),
    startToCloseTimeout: '15 minutes',
  });
}

export function waitingOfBackfill(): Pick<BackfillActivities, 'awaitPartition'> {
  return proxyActivities<Pick<BackfillActivities, 'awaitPartition'>>({
    ...options(),
    startToCloseTimeout: '365 days',
  });
}
