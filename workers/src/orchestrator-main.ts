/** The orchestrator process: workflows, and the activities that decide and commit. It does no heavy work itself. */
import { connectRedis } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { orchestratorTaskQueue } from '@espalier/workflows';
import { NativeConnection, Worker } from '@temporalio/worker';
import { orchestratorActivities } from './activities/orchestrator-activities.js';
import { createLogger } from './process/logger.js';
import { installTemporalLogger } from './process/temporal-logger.js';
import { openScratch, serveUntilSignal } from './process/worker-process.js';
import { workflowBundlePath } from './process/workflow-bundle.js';
import { readCodeDigests } from './stages/code-digests.js';
import { readStageEnvironment } from './stages/stage-environment.js';

process.title = 'espalier-orchestrator';
const settings = loadSettings();
const logger = createLogger(settings, 'orchestrator');
installTemporalLogger(logger);

const redis = connectRedis(settings.redis.url);
const store = createStore(settings.s3);
const connection = await NativeConnection.connect({ address: settings.temporal.address });
const worker = await Worker.create({
  connection,
  namespace: settings.temporal.namespace,
  taskQueue: orchestratorTaskQueue,
  workflowBundle: { codePath: await workflowBundlePath(settings) },
  activities: orchestratorActivities({
    settings,
    store,
    redis,
    logger,
    code: await readCodeDigests(),
    environment: await readStageEnvironment(settings),
    scratchDir: openScratch(settings, 'orchestrator'),
  }),
  maxConcurrentActivityTaskExecutions: 50,
  maxHeartbeatThrottleInterval: '500 milliseconds',
  // After a killed orchestrator its successor takes over a run's next task this soon.
  stickyQueueScheduleToStartTimeout: '2 seconds',
  shutdownGraceTime: '2 seconds',
  shutdownForceTime: '8 seconds',
});
const running = worker.run();
serveUntilSignal(settings, logger, async () => {
  worker.shutdown();
  await running;
  await connection.close();
  redis.disconnect();
  store.close();
});
await running;
