/** Runs the real workflows' bundle on a Temporal server against a fake cluster; it starts no server itself. */
import { fileURLToPath } from 'node:url';
import { waitingTaskQueue } from '@espalier/workflows';
import {
  bundleWorkflowCode,
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { FakeCluster } from './fake-cluster.js';

let bundled: Promise<WorkflowBundle> | undefined;

/** The bundle that the orchestrator's worker registers; building it takes seconds: once a process. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  bundled ??= bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@espalier/workflows/workflows')),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  return bundled;
}

class RunningWorker implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#ended = worker.run();
  }

  static async start(options: WorkerOptions): Promise<RunningWorker> {
    return new RunningWorker(
      await Worker.create({ ...options, maxHeartbeatThrottleInterval: '200 milliseconds' }),
    );
  }

  /** As a stop of its process in good order: whatever it runs is asked to end. */
  async stop(): Promise<void> {
    if (this.#worker.getState() === 'RUNNING') this.#worker.shutdown();
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

export interface FakeWorkers extends AsyncDisposable {
  stopHost(index: number): Promise<void>;
  /** Starts a host that was stopped again, on its old task queue. */
  startHost(index: number): Promise<void>;
}

/** Starts one orchestrator worker and one worker for each host. */
export async function startFakeWorkers(
  connection: NativeConnection,
  workflowBundle: WorkflowBundle,
  cluster: FakeCluster,
): Promise<FakeWorkers> {
  const startHost = (taskQueue: string) =>
    RunningWorker.start({ connection, taskQueue, activities: cluster.host });
  const hosts = await Promise.all(cluster.hostTaskQueues.map(startHost));
  const { acquireGang, fanOutShards, ...others } = cluster.orchestrator;
  const orchestrator = await RunningWorker.start({
    connection,
    workflowBundle,
    taskQueue: cluster.orchestratorTaskQueue,
    activities: others,
  });
  const waiter = await RunningWorker.start({
    connection,
    taskQueue: waitingTaskQueue(cluster.orchestratorTaskQueue),
    activities: { acquireGang, fanOutShards },
  });
  return {
    stopHost: async (index) => hosts[index]?.stop(),
    async startHost(index) {
      const taskQueue = cluster.hostTaskQueues[index];
      if (taskQueue !== undefined) hosts[index] = await startHost(taskQueue);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...hosts, orchestrator, waiter].map((worker) => worker.stop()));
    },
  };
}
