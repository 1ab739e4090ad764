/** The typed client: submit, watch, report and cancel runs. It draws nothing and starts no service. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ArtifactRef,
  type ErrorCode,
  EspalierError,
  type RunEnd,
  type RunReport,
} from '@espalier/domain';
import { preflight } from '@espalier/features';
import type { Settings } from '@espalier/settings';
import { type LoadedComparison, type LoadedSpec, specInvalid } from '@espalier/spec';
import { committedManifests, createStore, type Store } from '@espalier/store';
import {
  cancelSignal,
  compareGraph,
  type GraphRun,
  type RunInput,
  type RunResult,
  type runGraph,
  trainGraph,
} from '@espalier/workflows';
import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { mostAskedAtOnce } from './asked-instances.js';
import { claimedRunId, claimRunId } from './claimed-run.js';
import { connectTemporal } from './connect.js';
import { askingPatienceMs, patiently, runGoesOn, watchingPatienceMs } from './patience.js';
import { planByOrchestrator } from './plan-preview.js';
import { recordedRun } from './recorded-runs.js';
import type { PlanPreview, Remarks, SubmittedRun } from './remarks.js';
import { newRunId } from './run-id.js';
import { knownRuns, type ListOptions, type RunListing, withForgottenRuns } from './run-listing.js';
import { type RunMetrics, runMetrics } from './run-metrics.js';
import { type RunPage, type RunQuery, runPage } from './run-page.js';
import { endedWith, isOpen, knownProgress } from './run-progress.js';
import { buildReport } from './run-report.js';
import { requireRunServices } from './run-services.js';
import { type Look, lookAt, lookWithout, type RunSnapshot } from './run-snapshot.js';
import { startRun } from './start-run.js';
import { changesOf, requestOf, type SubmitOptions } from './submit-options.js';

const watchIntervalMs = 500;
const pingMs = 2_000;

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof EspalierError && error.code === code;
}

/**
 * Connects to Temporal and S3 as the settings say.
 * @throws EspalierError `workflow.temporal-unreachable`
 */
export async function connectClient(settings: Settings): Promise<EspalierClient> {
  return new EspalierClient(settings, await connectTemporal(settings), createStore(settings.s3));
}

export class EspalierClient {
  readonly #settings: Settings;
  readonly #temporal: Client;
  readonly #store: Store;

  constructor(settings: Settings, temporal: Client, store: Store) {
    this.#settings = settings;
    this.#temporal = temporal;
    this.#store = store;
  }

  /**
   * Checks the spec against its source, stores it and starts the run.
   * @throws EspalierError `spec.invalid` with every issue, or as `requireRunServices`, before anything is started;
   *   `workflow.key-reused` for an idempotency key of another request
   */
  async submit(loaded: LoadedSpec, options: SubmitOptions = {}): Promise<SubmittedRun> {
    const earlier = await this.#startedBefore(loaded, options);
    if (earlier !== null) return { runId: earlier, warnings: [], notes: [] };
    const { input, warnings, notes } = await this.#prepare(loaded, options);
    const started = this.#start({ ...input, graph: trainGraph, variants: {} }, changesOf(loaded, options));
    await started.catch((error: unknown) => {
      if (options.idempotencyKey === undefined || !hasCode(error, 'workflow.run-exists')) throw error;
    });
    return { runId: input.runId, warnings, notes };
  }

  /**
   * Starts the comparison of a pipeline's variants: what they share once, their trainings and evaluations beside each other.
   * @throws EspalierError as `submit`
   */
  async compare(comparison: LoadedComparison, options: SubmitOptions = {}): Promise<SubmittedRun> {
    const { base, plan, trainings } = comparison;
    const changes = [...comparison.changes, ...(options.noCache ? ['--no-cache'] : [])];
    const { input, warnings, notes } = await this.#prepare(base, options);
    const variants: Record<string, ArtifactRef> = {};
    for (const [name, spec] of Object.entries(trainings)) {
      const stored = { spec, baseDir: base.baseDir, changes };
      variants[name] = await this.#store.putJson(`runs/${input.runId}/variants/${name}.json`, stored);
    }
    await this.#start({ ...input, graph: compareGraph(plan), variants }, changes);
    return { runId: input.runId, warnings, notes };
  }

  /**
   * What a run would do, without running it. An abort calls it off, wherever it is made.
   * @throws EspalierError as `submit`; `workflow.timed-out` after a quarter of an hour, `workflow.cancelled` on abort
   */
  async plan(loaded: LoadedSpec, options: { signal?: AbortSignal } = {}): Promise<PlanPreview> {
    const { signal } = options;
    const { input, warnings, notes } = await this.#prepare(loaded, { signal });
    const access = { settings: this.#settings, temporal: this.#temporal, store: this.#store };
    return { ...(await planByOrchestrator(access, input, signal)), warnings, notes };
  }

  /** Resolves where Temporal answers and knows the namespace; rejects within seconds where not. */
  async ping(): Promise<void> {
    const { workflowService, options, connection } = this.#temporal;
    const { namespace } = options;
    await connection.withDeadline(Date.now() + pingMs, () =>
      workflowService.describeNamespace({ namespace }),
    );
  }

  async progress(runId: string): Promise<RunSnapshot> {
    return (await this.#look(runId, askingPatienceMs, null, Number.POSITIVE_INFINITY)).look;
  }

  /**
   * A snapshot twice a second until the run has ended; the last one carries the end. Where nobody answers the last one stays,
   * for as long as five minutes. Of many instances that run, each snapshot has news of some.
   * @throws EspalierError `workflow.temporal-unreachable` after that; the run goes on
   */
  async *watch(runId: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<RunSnapshot> {
    let last: Look | null = null;
    for (;;) {
      const looked = this.#look(runId, watchingPatienceMs, last, mostAskedAtOnce);
      const { look, isAnswer } = await looked.catch((error: unknown) => {
        throw last === null ? error : runGoesOn(runId, error);
      });
      if (isAnswer || last === null) last = look;
      yield last;
      if (last.progress.status !== 'running' || options.signal?.aborted) return;
      await sleep(watchIntervalMs, undefined, options).catch(() => undefined);
    }
  }

  /** The report of a run that ended, or of how far it has come; from S3 where Temporal has forgotten it. */
  async report(runId: string): Promise<RunReport> {
    const description = await this.#asking(() => this.#describe(runId)).catch((error: unknown) =>
      this.#forgotten(runId, error),
    );
    if ('endedAtMs' in description) return buildReport(this.#store, description);
    if (!isOpen(description)) return this.wait(runId);
    const { progress } = await this.progress(runId);
    return buildReport(this.#store, { progress, manifests: await committedManifests(this.#store, runId) });
  }

  /** Waits for the run's end, however long, and reports it. */
  async wait(runId: string): Promise<RunReport> {
    const handle = this.#temporal.workflow.getHandle<typeof runGraph>(runId);
    try {
      const { progress, manifests }: RunResult = await patiently(
        this.#settings,
        () => handle.result(),
        watchingPatienceMs,
      );
      return await buildReport(this.#store, { progress, manifests });
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) {
        return buildReport(this.#store, await this.#forgotten(runId, this.#notFound(runId, error)));
      }
      const description = await this.#asking(() => this.#describe(runId));
      const progress = await endedWith(this.#temporal, description, error);
      return buildReport(this.#store, { progress, manifests: await committedManifests(this.#store, runId) });
    }
  }

  /**
   * A page of the runs that Temporal knows, in one request to it.
   * @throws EspalierError `request.invalid` for a cursor of another query; `workflow.temporal-unreachable`
   */
  async page(query: RunQuery): Promise<RunPage> {
    return this.#asking(() => runPage(this.#temporal, query));
  }

  /** Runs, newest first: those that Temporal knows, then those that only S3 remembers. */
  async list(options: ListOptions): Promise<readonly RunListing[]> {
    const known = await this.#asking(() => knownRuns(this.#temporal, options));
    return withForgottenRuns(this.#store, known, options);
  }

  /**
   * What runs were measured at, by their IDs; those that were not, or whose results are gone, are left out.
   * @throws EspalierError `workflow.temporal-unreachable`, `store.unreachable`
   */
  async metrics(runIds: readonly string[]): Promise<ReadonlyMap<string, RunMetrics>> {
    return this.#asking(() => runMetrics(this.#temporal, this.#store, runIds));
  }

  /**
   * Asks the run to stop; its ranks and jobs end before it does. A run that has ended is left as it is.
   * @returns whether there was something to stop
   */
  async cancel(runId: string, reason: string): Promise<boolean> {
    const description = await this.#asking(() => this.#describe(runId)).catch((error: unknown) =>
      this.#forgotten(runId, error),
    );
    if ('endedAtMs' in description || !isOpen(description)) return false;
    await this.#asking(() => this.#temporal.workflow.getHandle(runId).signal(cancelSignal, reason));
    return true;
  }

  async close(): Promise<void> {
    await this.#temporal.connection.close();
    this.#store.close();
  }

  async #prepare(
    loaded: LoadedSpec,
    options: SubmitOptions & { readonly signal?: AbortSignal | undefined },
  ): Promise<Remarks & { readonly input: RunInput }> {
    const place = { baseDir: loaded.baseDir, store: this.#store, signal: options.signal };
    const services = this.#asking(() => requireRunServices(this.#settings, this.#temporal, this.#store));
    // The pipeline's own mistakes are told first.
    services.catch(() => undefined);
    const { issues, warnings, notes } = await preflight(loaded.spec, place);
    if (issues.length > 0) throw specInvalid(loaded.path, loaded.locate(issues));
    await services;
    const drawn = newRunId(loaded.spec.name);
    const { idempotencyKey: key } = options;
    const runId =
      key === undefined ? drawn : await claimRunId(this.#store, key, requestOf(loaded, options), drawn);
    const spec = await this.#store.putJson(`runs/${runId}/spec.json`, {
      spec: loaded.spec,
      baseDir: loaded.baseDir,
      changes: changesOf(loaded, options),
    });
    const input = { runId, pipeline: loaded.spec.name, spec, useCache: options.noCache !== true };
    return { input, warnings, notes };
  }

  /** The run that an earlier request of the same key has started; null where there is none, or its start is still to come. */
  async #startedBefore(loaded: LoadedSpec, options: SubmitOptions): Promise<string | null> {
    const { idempotencyKey: key } = options;
    if (key === undefined) return null;
    const runId = await claimedRunId(this.#store, key, requestOf(loaded, options));
    if (runId === null) return null;
    return this.#asking(() => this.#describe(runId)).then(
      () => runId,
      (error: unknown) => (hasCode(error, 'workflow.run-not-found') ? null : Promise.reject(error)),
    );
  }

  #start(run: GraphRun, changes: readonly string[]): Promise<void> {
    return startRun(this.#settings, this.#temporal, run, changes);
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.#settings, call);
  }

  async #describe(runId: string): Promise<WorkflowExecutionDescription> {
    try {
      return await this.#temporal.workflow.getHandle(runId).describe();
    } catch (error) {
      throw this.#notFound(runId, error);
    }
  }

  async #look(
    runId: string,
    patienceMs: number,
    before: Look | null,
    mostAsked: number,
  ): Promise<{ readonly look: Look; readonly isAnswer: boolean }> {
    const looked = patiently(
      this.#settings,
      async () => {
        const { progress, isAnswer } = await knownProgress(this.#temporal, await this.#describe(runId));
        if (progress.status !== 'running') return { look: lookWithout(progress), isAnswer };
        return { look: await lookAt(this.#temporal, progress, before, mostAsked), isAnswer };
      },
      patienceMs,
    );
    return looked.catch(async (error: unknown) => {
      const { progress } = await this.#forgotten(runId, error);
      return { look: lookWithout(progress), isAnswer: true };
    });
  }

  /** What S3 tells of a run that Temporal does not know. @throws `error`, where it is another one or S3 knows none either */
  async #forgotten(runId: string, error: unknown): Promise<RunEnd> {
    if (!hasCode(error, 'workflow.run-not-found')) throw error;
    const recorded = await recordedRun(this.#store, runId);
    if (recorded === null) throw error;
    return recorded;
  }

  #notFound(runId: string, error: unknown): unknown {
    if (!(error instanceof WorkflowNotFoundError)) return error;
    return new EspalierError('workflow.run-not-found', `There is no run ${runId}.`, { details: { runId } });
  }
}
