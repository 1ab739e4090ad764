/** Proxy of the activity that tells a scheduled run its partition. */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import type { ScheduleActivities } from './scheduled-run-messages.js';

/** Asked for as long as S3 may be away. */
export function schedulingActivities(): ScheduleActivities {
  return proxyActivities<ScheduleActivities>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
}
