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
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    identity: orchestratorIdentity('test', { id, bucket: store.bucket }),
    taskQueue: orchestratorTaskQueue,
    workflowBundle: await bundleWorkflows(),
  });
  // Only here: activities that compute, which may all be waiting for a model, take none of its places.
  const keeper = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: waitingTaskQueue(orchestratorTaskQueue),
    activities: modelActivities({ store, logger, announcer }),
  });
  const ended = Promise.all([worker.run(), keeper.run()]);
  return {
    settings,
    store,
    askModel: modelAsker(connection, settings.temporal.namespace),
    async [Symbol.asyncDispose]() {
      worker.shutdown();
      keeper.shutdown();
      await ended;
      await connection.close();
      store.close();
      await servers[Symbol.asyncDispose]();
    },
  };
}
