/** Activity proxies with their timeouts; what an activity does is in workers. */
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { HostActivities, OrchestratorActivities } from './contracts.js';

/**
 * Infra errors are retried for a day with growing pauses; user errors are not retried, and platform errors a few times:
 * the activity's own error mapping marks them non-retryable.
 */
const retry = {
  initialInterval: '500 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '15 seconds',
} as const;

/** Every orchestrator activity heartbeats each second, so that a killed orchestrator is noticed in seconds. */
export const orchestrator = proxyActivities<OrchestratorActivities>({
  scheduleToCloseTimeout: '24 hours',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '6 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
});

/** A rank has one attempt: its gang is retried as a whole. */
export function hostActivities(taskQueue: string): HostActivities {
  return proxyActivities<HostActivities>({
    taskQueue,
    scheduleToStartTimeout: '8 seconds',
    startToCloseTimeout: '24 hours',
    heartbeatTimeout: '6 seconds',
    // A lost host can't confirm; fencing by token keeps its ranks from publishing.
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { maximumAttempts: 1 },
  });
}
