/** Proxies of the activities that runs and pipelines' workflows ask; served beside those that compute, whose places many runs may hold. */
import {
  ActivityCancellationType,
  type ActivityOptions,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import type { PipelineActivities } from './pipeline-messages.js';

type Asking = Omit<PipelineActivities, 'awaitEnds'>;

const retry = {
  initialInterval: '200 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '5 seconds',
} as const;

function options(): ActivityOptions {
  return { taskQueue: waitingTaskQueue(workflowInfo().taskQueue), heartbeatTimeout: '15 seconds', retry };
}

/** For as long as S3 and Temporal may be away. */
export function askingActivities(): Asking {
  return proxyActivities<Asking>({ ...options(), startToCloseTimeout: '5 minutes' });
}

/** As long as a run may take, and over at once where nobody waits any more. */
export function waitingForEnds(): Pick<PipelineActivities, 'awaitEnds'> {
  return proxyActivities<Pick<PipelineActivities, 'awaitEnds'>>({
    ...options(),
    startToCloseTimeout: '30 days',
    heartbeatTimeout: '30 seconds',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}
