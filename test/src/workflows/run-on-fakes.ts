/** Runs the real workflows' bundle on a Temporal server against a fake cluster; it starts no server itself. */
import { fileURLToPath } from 'node:url';
import { orchestratorTaskQueue } from '@espalier/workflows';
import { bundleWorkflowCode, type NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { FakeCluster } from './fake-cluster.js';

/** The bundle that the orchestrator's worker registers; building it takes seconds, so build it once. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@espalier/workflows/workflows')),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
}

export interface FakeWorkers extends AsyncDisposable {
  /** Ends one host's worker as a stop of its process does: its rank is asked to end. */
  stopHost(index: number): Promise<void>;
}

/** Starts one orchestrator worker and one worker for each host. */
export async function startFakeWorkers(
  connection: NativeConnection,
  workflowBundle: WorkflowBundle,
  cluster: FakeCluster,
): Promise<FakeWorkers> {
  const common = { connection, maxHeartbeatThrottleInterval: '200 milliseconds' } as const;
  const orchestrator = await Worker.create({
    ...common,
    workflowBundle,
    taskQueue: orchestratorTaskQueue,
    activities: cluster.orchestrator,
  });
  const hosts = await Promise.all(
    cluster.hostTaskQueues.map((taskQueue) =>
      Worker.create({ ...common, taskQueue, activities: cluster.host }),
    ),
  );
  const running = [...hosts, orchestrator].map((worker) => ({ worker, ended: worker.run() }));
  const stop = async (index: number) => {
    const entry = running[index];
    if (entry?.worker.getState() === 'RUNNING') entry.worker.shutdown();
    await entry?.ended;
  };
  return {
    stopHost: stop,
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((_, index) => stop(index)));
    },
  };
}
