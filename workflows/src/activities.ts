/** Activity proxies with their timeouts; what an activity does is in workers. */
import {
  ActivityCancellationType,
  type ActivityOptions,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type ActivitiesBeforeGraphs,
  type HostActivities,
  type OrchestratorActivities,
  planningMinutes,
  type WaitingActivities,
  waitingTaskQueue,
} from './contracts.js';

/**
 * Infra errors are retried for a day with growing pauses; user errors are not retried, and platform errors a few times:
 * the activity's own error mapping marks them non-retryable.
 */
const retry = {
  initialInterval: '500 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '15 seconds',
} as const;

/** Every orchestrator activity heartbeats each second where few run, so that a killed orchestrator is noticed in seconds. */
const orchestratorOptions: ActivityOptions = {
  scheduleToCloseTimeout: '24 hours',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '6 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
};

export const orchestrator =
  proxyActivities<Omit<OrchestratorActivities, keyof WaitingActivities | 'previewPlan'>>(orchestratorOptions);

/** The same under the names that they had when each stage had activities of its own. */
export const activitiesBeforeGraphs = proxyActivities<ActivitiesBeforeGraphs>(orchestratorOptions);

/**
 * The same within the task of the workflow that asks: no task, no writing of Temporal's, for what takes some milliseconds. It is tried
 * once; who is not answered asks `orchestrator`, which waits for as long as S3 is away.
 */
export const inTask = proxyLocalActivities<Pick<OrchestratorActivities, 'resolveStage'>>({
  scheduleToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
});

/** A record that S3 does not take in time is done without: the run's manifests tell most of it. */
export const recorder = proxyActivities<Pick<OrchestratorActivities, 'recordRunEnd'>>({
  ...orchestratorOptions,
  scheduleToCloseTimeout: '15 minutes',
  startToCloseTimeout: '1 minute',
});

/** On their own queue: sixty runs that wait for slots must not keep the others' activities from starting. */
export function waitingActivities(): WaitingActivities {
  // Hundreds may wait at once, and each heartbeat is a write of Temporal's. A fan-out is at work more often than it waits.
  const withTimeout = (heartbeatTimeout: '15 seconds' | '30 seconds'): ActivityOptions => ({
    ...orchestratorOptions,
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    heartbeatTimeout,
  });
  const { fanOutShards } = proxyActivities<Pick<WaitingActivities, 'fanOutShards'>>(
    withTimeout('15 seconds'),
  );
  const { acquireGang } = proxyActivities<Pick<WaitingActivities, 'acquireGang'>>(withTimeout('30 seconds'));
  return { fanOutShards, acquireGang };
}

/** Somebody sits before it: limited in time, and over at once for whoever leaves. */
export const planning = proxyActivities<Pick<OrchestratorActivities, 'previewPlan'>>({
  scheduleToCloseTimeout: `${planningMinutes} minutes`,
  startToCloseTimeout: `${planningMinutes} minutes`,
  heartbeatTimeout: '6 seconds',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
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
