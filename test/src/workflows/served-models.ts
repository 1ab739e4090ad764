/**
 * Responsible for models under test: their real workflow and its real activities, on Temporal's test server, whose clock jumps; with S3. What the golden
 * rows say is the test's.
 */
import type {
  ApprovalDeadline,
  ModelAnswer,
  ModelRequest,
  ModelState,
  Notification,
  Replay,
  VersionRecord,
} from '@espalier/domain';
import { latestNotifications } from '@espalier/notifications';
import { readAliases, readChanges } from '@espalier/registry';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { Announcer } from '@espalier/workers/announcer';
import { modelActivities } from '@espalier/workers/model-activities';
import { modelUpdate, orchestratorTaskQueue, waitingTaskQueue } from '@espalier/workflows';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import pino from 'pino';
import { registrationOf } from '../promotions/register-versions.js';
import { bundleWorkflows } from './run-on-fakes.js';
import { quietRuntime, startTimeSkippingServer } from './time-skipping-server.js';

export type Registration = ModelRequest & { readonly action: 'register' };

export class ServedModels implements AsyncDisposable {
  /** By version; of others, that it has none. */
  replays: Readonly<Record<number, Replay>> = {};
  #requests = 0;
  #stop: () => Promise<void> = async () => {};

  private constructor(
    private readonly servers: TestServers,
    readonly env: TestWorkflowEnvironment,
    readonly store: Store,
  ) {}

  static async start(): Promise<ServedModels> {
    quietRuntime();
    const [servers, env, workflowBundle] = await Promise.all([
      startTestServers({ parts: ['s3'] }),
      startTimeSkippingServer(),
      bundleWorkflows(),
    ]);
    const models = new ServedModels(servers, env, createStore(servers.settings.s3));
    await models.#serve(workflowBundle);
    return models;
  }

  async #serve(workflowBundle: WorkflowBundle): Promise<void> {
    const { env, store } = this;
    const connection = env.nativeConnection;
    const logger = pino({ level: 'silent' });
    const { settings } = this.servers;
    const announcer = new Announcer({ settings, store, temporal: env.client, logger });
    const activities = modelActivities({
      ...{ store, logger, announcer, environment: {}, scratchDir: settings.homeDir },
      scoreRows: () => Promise.reject(new RangeError('no version here has golden rows')),
    });
    const replayGoldenRows = async (_model: string, version: number): Promise<Replay> =>
      this.replays[version] ?? { outcome: 'none', why: 'no rows were held out' };
    const workers = [
      await Worker.create({ connection, workflowBundle, taskQueue: orchestratorTaskQueue }),
      await Worker.create({
        connection,
        taskQueue: waitingTaskQueue(orchestratorTaskQueue),
        activities: { ...activities, replayGoldenRows },
      }),
    ];
    const ended = Promise.all(workers.map((worker) => worker.run()));
    this.#stop = async () => {
      for (const worker of workers) worker.shutdown();
      await ended;
    };
  }

  async ask(model: string, request: ModelRequest): Promise<ModelAnswer> {
    this.#requests += 1;
    const { workflow, update } = modelUpdate(model, request, `request-${this.#requests}`);
    const handle = await this.env.client.workflow.start(workflow.type, {
      ...{ workflowId: workflow.id, taskQueue: workflow.taskQueue, args: [...workflow.args] },
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return handle.executeUpdate(update.name, { args: [request], updateId: update.id });
  }

  /** Registers a version whose gates have passed. @param given of its registration */
  async register(
    model: string,
    given: Partial<Registration['registration']> = {},
    partitions: VersionRecord['partitions'] = [],
  ): Promise<ModelAnswer> {
    const run = `${model}-${this.#requests}`;
    const request = await registrationOf(this.store, { model, run, gates: 'passed' }, partitions);
    return this.ask(model, { ...request, registration: { ...request.registration, ...given } });
  }

  /** In so many days, by the server's clock. */
  async deadline(days: number, otherwise: ApprovalDeadline['otherwise']): Promise<ApprovalDeadline> {
    const until = new Date((await this.env.currentTimeMs()) + days * 86_400_000).toISOString();
    return { until, otherwise };
  }

  async state(model: string): Promise<ModelState> {
    return (await readAliases(this.store, model)) as ModelState;
  }

  /** The first change first. */
  async history(model: string): Promise<readonly string[]> {
    const changes = await readChanges(this.store, await this.state(model), { limit: 99 });
    return changes
      .map(({ action, version, by, reason }) => `${action} ${version} by ${by}: ${reason}`)
      .reverse();
  }

  /** What people were told of a model, sorted: the server's clock is not this process's. */
  async told(model: string): Promise<readonly string[]> {
    const { items } = await latestNotifications(this.store, { limit: 100 });
    return items
      .filter((each: Notification) => each.model === model)
      .map(({ type, title }: Notification) => `${type}: ${title}`)
      .sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    this.store.close();
    await this.env.teardown();
    await this.servers[Symbol.asyncDispose]();
  }
}
