/**
 * Responsible for runs that last until a test lets them end: the real workflows and the real activities of pipelines, over one stage that
 * waits. Leaves to others: what stages do.
 */
import type { Concurrency, RunProgress, RunQueue } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { pipelineActivities } from '@espalier/workers/pipeline-activities';
import {
  cancelSignal,
  type GraphRun,
  type OrchestratorActivities,
  orchestratorTaskQueue,
  pipelineQuery,
  pipelineWorkflowId,
  progressQuery,
  type RunResult,
  type runGraph,
  trainGraph,
  waitingTaskQueue,
} from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { fakeManifest } from './fake-cluster.js';
import { bundleWorkflows } from './run-on-fakes.js';

const digest = `sha256:${'0'.repeat(64)}` as const;
const [plan] = trainGraph as readonly [GraphRun['graph'][number]];

export class GatedRuns implements AsyncDisposable {
  readonly #servers: TestServers;
  readonly #connection: NativeConnection;
  readonly #workers: readonly Worker[];
  readonly #ended: Promise<unknown>;
  readonly client: Client;

  private constructor(
    servers: TestServers,
    connection: NativeConnection,
    client: Client,
    workers: readonly Worker[],
  ) {
    this.#servers = servers;
    this.#connection = connection;
    this.client = client;
    this.#workers = workers;
    this.#ended = Promise.all(workers.map((worker) => worker.run()));
  }

  /** IDs of runs whose stage has begun, and which of them may end. */
  readonly begun: string[] = [];
  readonly #mayEnd = new Set<string>();

  static async start(): Promise<GatedRuns> {
    const servers = await startTestServers({ parts: ['temporal'] });
    const { address, namespace } = servers.settings.temporal;
    const connection = await NativeConnection.connect({ address });
    const client = new Client({ connection, namespace });
    let runs: GatedRuns | null = null;
    const gated: Pick<OrchestratorActivities, 'resolveStage' | 'recordRunEnd'> = {
      resolveStage: async (input) => {
        const { begun } = runs as GatedRuns;
        if (!begun.includes(input.runId)) begun.push(input.runId);
        await (runs as GatedRuns).#untilReleased(input.runId);
        const verdict = { hit: true, reason: 'let go' };
        return { key: digest, verdict, cached: fakeManifest(input), shards: 0 };
      },
      recordRunEnd: async () => undefined,
    };
    const logger = pino({ level: 'silent' });
    const common = { connection, namespace, maxHeartbeatThrottleInterval: '200 milliseconds' } as const;
    const workers = await Promise.all([
      Worker.create({
        ...common,
        taskQueue: orchestratorTaskQueue,
        workflowBundle: await bundleWorkflows(),
        activities: gated,
      }),
      Worker.create({
        ...common,
        taskQueue: waitingTaskQueue(orchestratorTaskQueue),
        activities: pipelineActivities({ temporal: client, logger }),
      }),
    ]);
    runs = new GatedRuns(servers, connection, client, workers);
    return runs;
  }

  async submit(runId: string, pipeline: string, concurrency?: Concurrency): Promise<void> {
    const run: GraphRun = {
      ...{ runId, pipeline, useCache: true, graph: [plan], variants: {} },
      spec: { key: 'spec', digest, sizeBytes: 1 },
      ...(concurrency === undefined ? {} : { concurrency }),
    };
    await this.client.workflow.start<typeof runGraph>('runGraph', {
      workflowId: runId,
      taskQueue: orchestratorTaskQueue,
      args: [run],
    });
  }

  letGo(...runIds: readonly string[]): void {
    for (const runId of runIds) this.#mayEnd.add(runId);
  }

  progress(runId: string): Promise<RunProgress> {
    return this.client.workflow.getHandle(runId).query(progressQuery);
  }

  async queue(pipeline: string): Promise<RunQueue> {
    return (await this.client.workflow.getHandle(pipelineWorkflowId(pipeline)).query(pipelineQuery)).queue;
  }

  cancel(runId: string): Promise<void> {
    return this.client.workflow.getHandle(runId).signal(cancelSignal, 'not wanted');
  }

  async end(runId: string): Promise<RunProgress> {
    const result: RunResult = await this.client.workflow.getHandle<typeof runGraph>(runId).result();
    return result.progress;
  }

  async #untilReleased(runId: string): Promise<void> {
    const context = Context.current();
    while (!this.#mayEnd.has(runId)) {
      context.heartbeat();
      await context.sleep(50);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.shutdown();
    await this.#ended;
    await this.#connection.close();
    await this.#servers[Symbol.asyncDispose]();
  }
}
