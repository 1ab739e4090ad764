/**
 * Responsible for runs that last until a test lets them end: the real workflows and the real activities of pipelines, over one stage that
 * waits. Leaves to others: what stages do.
 */
import type { Concurrency, RunProgress, RunQueue } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, ensureStoreId, type Store } from '@espalier/store';
import { Announcer } from '@espalier/workers/announcer';
import { backfillActivities } from '@espalier/workers/backfill-activities';
import { bulkRetryActivities } from '@espalier/workers/bulk-retry-activities';
import { pipelineActivities } from '@espalier/workers/pipeline-activities';
import { recordRunEnd } from '@espalier/workers/record-run-end';
import { scheduleActivities } from '@espalier/workers/schedule-activities';
import { triggerActivities } from '@espalier/workers/trigger-activities';
import {
  cancelSignal,
  type GraphRun,
  type OrchestratorActivities,
  orchestratorIdentity,
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
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { planPartitions } from './planned-partitions.js';
import { bundleWorkflows } from './run-on-fakes.js';

const digest = `sha256:${'0'.repeat(64)}` as const;
const [plan] = trainGraph as readonly [GraphRun['graph'][number]];

export class GatedRuns implements AsyncDisposable {
  /** IDs of runs whose stage has begun. */
  readonly begun: string[] = [];
  /** What a run for a partition does; by default it waits until it is let go. */
  answer: (label: string | null) => 'wait' | 'end' | 'fail' = () => 'wait';
  readonly #mayEnd = new Set<string>();
  #workers: readonly Worker[] = [];
  #ended: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly servers: TestServers,
    private readonly connection: NativeConnection,
    readonly client: Client,
    readonly store: Store,
  ) {}

  static async start(): Promise<GatedRuns> {
    const servers = await startTestServers({ parts: ['temporal', 's3'] });
    const { address, namespace } = servers.settings.temporal;
    const connection = await NativeConnection.connect({ address });
    const client = new Client({ connection, namespace });
    const runs = new GatedRuns(servers, connection, client, createStore(servers.settings.s3));
    await runs.#serve();
    return runs;
  }

  get settings(): Settings {
    return this.servers.settings;
  }

  /** Temporal is killed, and comes back when `meanwhile` has ended. */
  outage(meanwhile: () => Promise<void>): Promise<void> {
    return this.servers.outage('temporal', meanwhile);
  }

  /** Another process in place of the one that serves workflows and activities. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#serve();
  }

  async #serve(): Promise<void> {
    const { connection, client: temporal, store, settings } = this;
    const { namespace } = settings.temporal;
    const logger = pino({ level: 'silent' });
    const announcer = new Announcer({ settings, store, temporal, logger });
    const gated: Pick<OrchestratorActivities, 'resolveStage' | 'recordRunEnd'> = {
      resolveStage: async (input) => {
        const { label, manifest } = await planPartitions(store, input);
        if (!this.begun.includes(input.runId)) this.begun.push(input.runId);
        const answer = this.answer(label);
        if (answer === 'fail') throw ApplicationFailure.nonRetryable('made to fail', 'features.no-rows');
        if (answer === 'wait') await this.#untilReleased(input.runId);
        const verdict = { hit: true, reason: 'let go' };
        return { key: digest, verdict, cached: manifest, shards: 0 };
      },
      recordRunEnd: (end) => recordRunEnd({ store, announcer }, end),
    };
    const common = { connection, namespace, maxHeartbeatThrottleInterval: '200 milliseconds' } as const;
    const id = await ensureStoreId(store);
    this.#workers = await Promise.all([
      Worker.create({
        ...common,
        identity: orchestratorIdentity('test', { id, bucket: store.bucket }),
        taskQueue: orchestratorTaskQueue,
        workflowBundle: await bundleWorkflows(),
        activities: gated,
      }),
      Worker.create({
        ...common,
        taskQueue: waitingTaskQueue(orchestratorTaskQueue),
        activities: {
          ...pipelineActivities({ temporal, logger }),
          ...triggerActivities({ settings, temporal, store, logger, announcer }),
          ...scheduleActivities({ store, logger }),
          ...backfillActivities({ settings, temporal, store, logger, announcer }),
          ...bulkRetryActivities({ settings, temporal, store, logger }),
        },
      }),
    ]);
    this.#ended = Promise.all(this.#workers.map((worker) => worker.run()));
  }

  async #stop(): Promise<void> {
    for (const worker of this.#workers) worker.shutdown();
    await this.#ended;
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
    await this.#stop();
    await this.connection.close();
    this.store.close();
    await this.servers[Symbol.asyncDispose]();
  }
}
