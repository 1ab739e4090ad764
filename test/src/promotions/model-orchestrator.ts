/** Responsible for what serves models in a test: a Temporal, an S3, and a worker with the product's workflows and their real activities. */
import type { Settings } from '@espalier/settings';
import { startTestServers } from '@espalier/stack';
import { createStore, ensureStoreId, type Store } from '@espalier/store';
import { Announcer } from '@espalier/workers/announcer';
import { modelActivities } from '@espalier/workers/model-activities';
import { modelAsker } from '@espalier/workers/model-asker';
import { orchestratorIdentity, orchestratorTaskQueue, waitingTaskQueue } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { bundleWorkflows } from '../workflows/run-on-fakes.js';

export interface ModelOrchestrator extends AsyncDisposable {
  readonly settings: Settings;
  readonly store: Store;
  /** As runs ask. */
  readonly askModel: ReturnType<typeof modelAsker>;
  /** Another process in place of the one that serves. */
  restart(): Promise<void>;
}

export async function startModelOrchestrator(): Promise<ModelOrchestrator> {
  const servers = await startTestServers({ parts: ['temporal', 's3'] });
  const { settings } = servers;
  const store = createStore(settings.s3);
  const id = await ensureStoreId(store);
  const connection = await NativeConnection.connect({ address: settings.temporal.address });
  const logger = pino({ level: 'silent' });
  const temporal = new Client({ connection, namespace: settings.temporal.namespace });
  const announcer = new Announcer({ settings, store, temporal, logger });
  const activities = modelActivities({
    ...{ store, logger, announcer, environment: {}, scratchDir: settings.homeDir },
    // What is promoted here has no golden rows.
    scoreRows: () => Promise.reject(new RangeError('no rows to score')),
  });
  const serve = async (): Promise<() => Promise<void>> => {
    const worker = await Worker.create({
      connection,
      namespace: settings.temporal.namespace,
      identity: orchestratorIdentity('test', { id, bucket: store.bucket }),
      taskQueue: orchestratorTaskQueue,
      workflowBundle: await bundleWorkflows(),
      stickyQueueScheduleToStartTimeout: '2 seconds',
    });
    // Only here: activities that compute, which may all be waiting for a model, take none of its places.
    const keeper = await Worker.create({
      connection,
      namespace: settings.temporal.namespace,
      taskQueue: waitingTaskQueue(orchestratorTaskQueue),
      activities,
    });
    const ended = Promise.all([worker.run(), keeper.run()]);
    return async () => {
      worker.shutdown();
      keeper.shutdown();
      await ended;
    };
  };
  let stop = await serve();
  return {
    settings,
    store,
    askModel: modelAsker(connection, settings.temporal.namespace),
    async restart() {
      await stop();
      stop = await serve();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await connection.close();
      store.close();
      await servers[Symbol.asyncDispose]();
    },
  };
}
