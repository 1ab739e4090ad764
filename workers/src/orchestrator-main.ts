/** The orchestrator process: workflows, and the activities that decide and commit. It does no heavy work itself. */
import { fileURLToPath } from 'node:url';
import { openRedis } from '@espalier/fanout';
import { findProgram } from '@espalier/programs';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import {
  type BackfillActivities,
  type BulkRetryActivities,
  type ModelActivities,
  type NotificationActivities,
  orchestratorTaskQueue,
  type PipelineActivities,
  type ScheduleActivities,
  type TriggerActivities,
  type WaitingActivities,
  waitingTaskQueue,
} from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { backfillActivities } from './activities/backfill-activities.js';
import { bulkRetryActivities } from './activities/bulk-retry-activities.js';
import { modelActivities } from './activities/model-activities.js';
import { notificationActivities } from './activities/notification-activities.js';
import { orchestratorActivities } from './activities/orchestrator-activities.js';
import { pipelineActivities } from './activities/pipeline-activities.js';
import { scheduleActivities } from './activities/schedule-activities.js';
import { triggerActivities } from './activities/trigger-activities.js';
import { assumedEnvironments } from './environment/read-environment.js';
import { Announcer } from './process/announcer.js';
import { createLogger } from './process/logger.js';
import { modelAsker } from './process/model-asker.js';
import { readIdentity } from './process/orchestrator-identity.js';
import { openScratch } from './process/scratch-folder.js';
import { namespaceId, sweepRuns } from './process/sweep-runs.js';
import { connectToTemporal } from './process/temporal-connection.js';
import { installTemporalLogger } from './process/temporal-logger.js';
import { serveUntilSignal } from './process/worker-process.js';
import { workflowBundlePath } from './process/workflow-bundle.js';
import { rowScorer } from './replay/score-in-process.js';
import { LoadedCode } from './stages/loaded-code.js';
import { loadOrchestration } from './stages/registry.js';
import { EnvironmentRecords } from './stages/stage-pool.js';

/** Gangs and fan-outs that may wait in one process; each costs a timer and a few questions a second. */
const waitingAtOnce = 2_000;

/** Each poll is asked anew every minute. (Where the SDK scales their number itself, it looks forty times a second.) */
const pollers = { type: 'simple-maximum', maximum: 5 } as const;

process.title = 'espalier-orchestrator';
async function main(): Promise<void> {
  const settings = loadSettings();
  const logger = createLogger(settings, 'orchestrator');
  installTemporalLogger(logger);

  const redis = await openRedis(settings.redis.url);
  const store = createStore(settings.s3);
  const connection = await connectToTemporal(settings);
  const { namespace } = settings.temporal;
  const owner = await namespaceId(connection, namespace);
  await loadOrchestration();
  const code = await LoadedCode.read(settings);
  const assumed = await assumedEnvironments(settings, code.stages);
  const temporal = new Client({ connection, namespace });
  const announcer = new Announcer({ settings, store, temporal, logger });
  const replayModule = fileURLToPath(new URL('./replay/replay-main.js', import.meta.url));
  const replaying = {
    store,
    environment: assumed.feature,
    scratchDir: openScratch(settings, 'orchestrator'),
    scoreRows: rowScorer(findProgram(replayModule), settings),
  };
  const activities = orchestratorActivities({
    ...replaying,
    settings,
    redis,
    logger,
    code: code.stages,
    assumed,
    environments: new EnvironmentRecords(store),
    namespaceId: owner,
    announcer,
    askModel: modelAsker(connection, namespace),
  });
  const shutdown = { shutdownGraceTime: '2 seconds', shutdownForceTime: '8 seconds' } as const;
  const identity = await readIdentity(store, logger);
  const worker = await Worker.create({
    connection,
    identity,
    namespace,
    taskQueue: orchestratorTaskQueue,
    workflowBundle: { codePath: await workflowBundlePath(settings, code.project) },
    activities,
    maxConcurrentActivityTaskExecutions: 50,
    ...{ workflowTaskPollerBehavior: pollers, activityTaskPollerBehavior: pollers },
    maxHeartbeatThrottleInterval: '500 milliseconds',
    // After a killed orchestrator its successor takes over a run's next task this soon.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    ...shutdown,
  });
  const { acquireGang, fanOutShards } = activities;

  const waiter = await Worker.create({
    connection,
    namespace,
    taskQueue: waitingTaskQueue(orchestratorTaskQueue),
    activities: {
      ...{ acquireGang, fanOutShards },
      ...modelActivities({ ...replaying, logger, announcer }),
      ...notificationActivities({ settings, store, logger }),
      ...pipelineActivities({ temporal, logger }),
      ...triggerActivities({ settings, temporal, store, logger, announcer }),
      ...scheduleActivities({ store, logger }),
      ...backfillActivities({ settings, temporal, store, logger, announcer }),
      ...bulkRetryActivities({ settings, temporal, store, logger }),
    } satisfies WaitingActivities &
      ModelActivities &
      PipelineActivities &
      TriggerActivities &
      NotificationActivities &
      ScheduleActivities &
      BackfillActivities &
      BulkRetryActivities,
    maxConcurrentActivityTaskExecutions: waitingAtOnce,
    activityTaskPollerBehavior: pollers,
    // Each heartbeat is a write of Temporal's: many that wait must not keep it from the few that work.
    maxHeartbeatThrottleInterval: '1 second',
    ...shutdown,
  });
  const running = Promise.all([worker.run(), waiter.run()]);
  const closed = new AbortController();
  void sweepRuns({ redis, connection, namespace, logger, signal: closed.signal }, owner);
  serveUntilSignal(settings, logger, async () => {
    closed.abort();
    worker.shutdown();
    waiter.shutdown();
    await running;
    await connection.close();
    redis.disconnect();
    store.close();
  });
  await running;
}

void main();
