/** The typed client: submit, watch, report and cancel runs. It draws nothing and starts no service. */

import type { PipelineActivity, PipelineReference, RunReport } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import type { LoadedComparison, LoadedSpec } from '@espalier/spec';
import { createStore, type Store } from '@espalier/store';
import {
  type AskedOfVersion,
  askingPatienceMs,
  connectTemporal,
  loadRegistered,
  patiently,
  RunStarter,
  runGoesOn,
  runRegistered,
  type SubmitOptions,
  type SubmittedRun,
  type TriggeredRun,
  type TriggerOptions,
  watchingPatienceMs,
} from '@espalier/triggers';
import type { Client } from '@temporalio/client';
import { AnnotationClient } from './annotations/annotation-client.js';
import { type Tag, taggedPage, taggedRuns } from './annotations/tagged-runs.js';
import { hasOrchestrator } from './ask-orchestrators.js';
import { mostAskedAtOnce } from './asked-instances.js';
import { withAttemptsOfEnded } from './attempts-of-ended.js';
import { BackfillClient } from './backfills/backfill-client.js';
import { BulkCancels } from './bulk-cancels.js';
import { BulkRetries } from './bulk-retries.js';
import { cancelRun } from './cancel-run.js';
import { pingTemporal } from './ping-temporal.js';
import { pipelineActivity, watchArrivals } from './pipelines/pipeline-client.js';
import { planCosts } from './plans/plan-costs.js';
import { type PlanPreview, planByOrchestrator } from './plans/plan-preview.js';
import { RetryClient } from './retry-client.js';
import { ArtifactClient } from './run-artifacts.js';
import { RunEnd } from './run-end.js';
import { glanceOf, type RunGlance } from './run-glance.js';
import { knownRuns, type ListOptions, type RunListing, withForgottenRuns } from './run-listing.js';
import { RunLooks } from './run-looks.js';
import { type RunMetrics, runMetrics } from './run-metrics.js';
import { type RunPage, runPage } from './run-page.js';
import type { RunQuery } from './run-query.js';
import { type RunDetail, RunReports } from './run-reports.js';
import type { Look, RunSnapshot } from './run-snapshot.js';
import { ScheduleClient } from './schedules/schedule-client.js';

export interface PlanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default false. */
  readonly noCache?: boolean | undefined;
}

/** A look asks the run and each of its instances, which their processor time is lost to. */
const watchIntervalMs = 1_000;
const mostGlanced = 3;

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
  readonly #starter: RunStarter;
  readonly #looks: RunLooks;
  readonly #reports: RunReports;
  readonly schedules: ScheduleClient;
  readonly backfills: BackfillClient;
  readonly artifacts: ArtifactClient;
  readonly retries: RetryClient;
  readonly annotations: AnnotationClient;
  readonly bulkCancels: BulkCancels;
  readonly bulkRetries: BulkRetries;

  constructor(settings: Settings, temporal: Client, store: Store) {
    this.#settings = settings;
    this.#temporal = temporal;
    this.#store = store;
    this.#starter = new RunStarter(this.#access);
    this.#looks = new RunLooks(this.#access);
    this.#reports = new RunReports(this.#access, this.#looks);
    this.schedules = new ScheduleClient(this.#access);
    const requireRun = (runId: string) => this.progress(runId);
    this.artifacts = new ArtifactClient(store, requireRun);
    this.retries = new RetryClient({ starter: this.#starter, store }, requireRun);
    this.annotations = new AnnotationClient(store, requireRun);
    this.backfills = new BackfillClient(this.#listing);
    this.bulkCancels = new BulkCancels(this.#access);
    this.bulkRetries = new BulkRetries(this.#access);
  }

  /**
   * Checks the spec against its source, stores it and starts the run.
   * @throws EspalierError `spec.invalid` with every issue, or as `requireRunServices`, before anything is started;
   *   `workflow.key-reused` for an idempotency key of another request
   */
  submit(loaded: LoadedSpec, options: SubmitOptions = {}): Promise<SubmittedRun> {
    return this.#starter.submit(loaded, options);
  }

  /**
   * Starts a run of a registered pipeline. Under one idempotency key there is one run, of the version that counted when it was first asked for.
   * @throws EspalierError `registry.unknown-pipeline`, or as `submit`
   */
  trigger(reference: PipelineReference, options: TriggerOptions = {}): Promise<TriggeredRun> {
    return runRegistered({ starter: this.#starter, store: this.#store }, reference, options);
  }

  /**
   * From now on runs of the registered pipeline start by partitions that arrive, as its `runs.onArrival` says.
   * @throws EspalierError `workflow.no-orchestrator`, `workflow.temporal-unreachable`
   */
  watchArrivals(pipeline: string): Promise<void> {
    return watchArrivals(this.#access, pipeline);
  }

  /** Which runs of a registered pipeline go and wait, and what it knows of partitions that arrive. */
  pipelineActivity(pipeline: string): Promise<PipelineActivity> {
    return pipelineActivity(this.#access, pipeline);
  }

  /**
   * Starts the comparison of a pipeline's variants: what they share once, their trainings and evaluations beside each other.
   * @throws EspalierError as `submit`
   */
  compare(comparison: LoadedComparison, options: SubmitOptions = {}): Promise<SubmittedRun> {
    return this.#starter.compare(comparison, options);
  }

  /**
   * What a run would do, without running it. An abort calls it off, wherever it is made.
   * @throws EspalierError as `submit`; `workflow.timed-out` after a quarter of an hour, `workflow.cancelled` on abort
   */
  async plan(loaded: LoadedSpec, options: PlanOptions = {}): Promise<PlanPreview> {
    const { signal } = options;
    const { input, warnings, notes } = await this.#starter.prepare(loaded, options);
    const planned = await planByOrchestrator(this.#access, input, signal);
    return { ...planned, ...(await planCosts(this.#listing, loaded.spec, planned)), warnings, notes };
  }

  /** The same of a registered pipeline. @throws EspalierError `registry.unknown-pipeline`, or as `plan` */
  async planRegistered(
    reference: PipelineReference,
    { signal, noCache, ...options }: AskedOfVersion & PlanOptions,
  ): Promise<PlanPreview> {
    const { loaded } = await loadRegistered(this.#store, reference, options);
    return this.plan(loaded, { signal, noCache });
  }

  /** Resolves where Temporal answers and knows the namespace; rejects within seconds where not. */
  ping(): Promise<void> {
    return pingTemporal(this.#temporal);
  }

  /** Whether an orchestrator has asked for work in the last minute and a half. */
  hasOrchestrator(): Promise<boolean> {
    return hasOrchestrator(this.#temporal);
  }

  async progress(runId: string): Promise<RunSnapshot> {
    const patienceMs = askingPatienceMs(this.#settings);
    const { look } = await this.#looks.look(runId, patienceMs, null, Number.POSITIVE_INFINITY);
    return { ...look, progress: await withAttemptsOfEnded(this.#temporal, look.progress) };
  }

  /** As `progress`, in few words; of many instances that run three are asked. @throws EspalierError as it */
  async glance(runId: string): Promise<RunGlance> {
    const { look } = await this.#looks.look(runId, askingPatienceMs(this.#settings), null, mostGlanced);
    return glanceOf(look, Date.now());
  }

  /**
   * A snapshot each second, and one as the run ends, which carries the end. Where nobody answers the last one stays,
   * for as long as five minutes. Of many instances that run, each snapshot has news of some.
   * @throws EspalierError `workflow.temporal-unreachable` after that; the run goes on
   */
  async *watch(runId: string, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<RunSnapshot> {
    let last: Look | null = null;
    using end = new RunEnd(this.#temporal, runId, signal);
    for (;;) {
      const looked = this.#looks.look(runId, watchingPatienceMs, last, mostAskedAtOnce);
      const { look, isAnswer } = await looked.catch((error: unknown) => {
        throw last === null ? error : runGoesOn(runId, error);
      });
      if (isAnswer || last === null) last = look;
      yield last;
      if (last.progress.status !== 'running' || signal?.aborted) return;
      await end.within(watchIntervalMs);
    }
  }

  /** All of a run at once: where it stands, and its report if it has ended. @throws EspalierError `workflow.run-not-found` */
  detail(runId: string): Promise<RunDetail> {
    return this.#reports.detail(runId);
  }

  /** The report of a run that ended, or of how far it has come; from S3 where Temporal has forgotten it. */
  report(runId: string): Promise<RunReport> {
    return this.#reports.report(runId);
  }

  /** Waits for the run's end, however long, and reports it. */
  wait(runId: string): Promise<RunReport> {
    return this.#reports.wait(runId);
  }

  /**
   * A page of the runs that Temporal knows, in two requests to it; of those that have a tag, the latest first, also of runs that only S3 remembers.
   * @throws EspalierError `request.invalid` for a cursor of another query; `workflow.temporal-unreachable`
   */
  page(query: RunQuery, tag?: Tag): Promise<RunPage> {
    return this.#asking(() =>
      tag === undefined ? runPage(this.#temporal, query) : taggedPage(this.#access, tag, query),
    );
  }

  /** Runs, newest first: those that Temporal knows, then those that only S3 remembers. */
  async list(options: ListOptions): Promise<readonly RunListing[]> {
    const { tag } = options;
    if (tag !== undefined) return this.#asking(() => taggedRuns(this.#access, { ...options, tag }));
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
   * @throws EspalierError `request.invalid` for a reason that is no line, which everybody's terminal shows
   */
  cancel(runId: string, reason: string): Promise<boolean> {
    return cancelRun(this.#access, this.#looks, runId, reason);
  }

  get #access() {
    return { settings: this.#settings, temporal: this.#temporal, store: this.#store };
  }

  get #listing() {
    return { ...this.#access, listRuns: (options: ListOptions) => this.list(options) };
  }

  async close(): Promise<void> {
    await this.#temporal.connection.close();
    this.#store.close();
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.#settings, call);
  }
}
