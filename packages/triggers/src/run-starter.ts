/**
 * Responsible for starting runs: a pipeline is checked against its source, stored, and started once, however often it is asked for under one key.
 * Leaves to others: following and ending runs (espalier-client.ts).
 */
import { type ArtifactRef, type Concurrency, type ErrorCode, EspalierError } from '@espalier/domain';
import type { PreflightBook } from '@espalier/features';
import { askedStages, type LoadedComparison, type LoadedSpec, specInvalid } from '@espalier/spec';
import {
  compareGraph,
  type GraphRun,
  graphOfTraining,
  type RunInput,
  type RunRetry,
} from '@espalier/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';
import { type ClaimedRun, claimedRun, claimRun, type IdempotentRequest, requireKey } from './claimed-run.js';
import { patiently } from './patience.js';
import { recordedRun } from './recorded-runs.js';
import type { Remarks, SubmittedRun } from './remarks.js';
import type { RunAccess } from './run-end.js';
import { newRunId } from './run-id.js';
import { requireRunServices } from './run-services.js';
import { startRun } from './start-run.js';
import { changesOf, requestOf, type SubmitOptions } from './submit-options.js';

const nothingToSay = { issues: [], warnings: [], notes: [] };

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof EspalierError && error.code === code;
}

/** Another request of the key has come before, of another version of the registered pipeline: that one is to be run. */
export class OtherVersionClaimed extends Error {
  constructor(readonly version: number) {
    super(`the key's run is of version ${version}`);
  }
}

export class RunStarter {
  #book: Promise<PreflightBook> | null = null;

  constructor(private readonly access: RunAccess) {}

  /** As `EspalierClient.submit`. */
  async submit(loaded: LoadedSpec, options: SubmitOptions): Promise<SubmittedRun> {
    const { idempotencyKey: key } = options;
    if (key === undefined) return this.start(loaded, options);
    requireKey(key);
    return this.start(loaded, options, { key, request: requestOf(loaded, options) });
  }

  /** The run that an earlier request of the same key has started, also where Temporal has forgotten it; null where there is none, or its start is still to come. */
  async startedBefore(asked: IdempotentRequest): Promise<ClaimedRun | null> {
    const { settings, temporal, store } = this.access;
    const claim = await claimedRun(store, asked);
    if (claim === null) return null;
    const { runId } = claim;
    const isKnown = await patiently(settings, () => temporal.workflow.getHandle(runId).describe()).then(
      () => true,
      (error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      },
    );
    return isKnown || (await recordedRun(store, runId)) !== null ? claim : null;
  }

  /**
   * Starts a run once for each key.
   * @param options.concurrency of a registered pipeline's run; without it the run begins at once, whatever else goes
   * @param options.retry of a run that is one
   * @throws OtherVersionClaimed; errors as `EspalierClient.submit`
   */
  async start(
    loaded: LoadedSpec,
    options: SubmitOptions & { readonly concurrency?: Concurrency; readonly retry?: RunRetry },
    asked?: IdempotentRequest,
  ): Promise<SubmittedRun> {
    const { settings, temporal } = this.access;
    const earlier = asked === undefined ? null : await this.startedBefore(asked);
    if (earlier !== null) return { runId: earlier.runId, isNew: false, warnings: [], notes: [] };
    const { input, warnings, notes } = await this.prepare(loaded, options, asked);
    const { concurrency, retry } = options;
    const run: GraphRun = {
      ...{ ...input, graph: graphOfTraining(askedStages(loaded.spec)), variants: {} },
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(retry === undefined ? {} : { retry }),
    };
    const { runId } = input;
    try {
      await startRun(settings, temporal, run, changesOf(loaded, options), options.trigger);
      return { runId, isNew: true, warnings, notes };
    } catch (error) {
      if (asked === undefined || !hasCode(error, 'workflow.run-exists')) throw error;
      return { runId, isNew: false, warnings, notes };
    }
  }

  /** As `EspalierClient.compare`. */
  async compare(comparison: LoadedComparison, options: SubmitOptions): Promise<SubmittedRun> {
    const { settings, temporal, store } = this.access;
    const { base, plan, trainings } = comparison;
    const changes = changesOf(comparison, options);
    const { input, warnings, notes } = await this.prepare(base, options);
    const variants: Record<string, ArtifactRef> = {};
    for (const [name, spec] of Object.entries(trainings)) {
      const stored = { spec, baseDir: base.baseDir, changes };
      variants[name] = await store.putJson(`runs/${input.runId}/variants/${name}.json`, stored);
    }
    const run = { ...input, graph: compareGraph(plan), variants };
    await startRun(settings, temporal, run, changes, options.trigger);
    return { runId: input.runId, isNew: true, warnings, notes };
  }

  /**
   * Checks the pipeline and stores it under a run's ID.
   * @throws EspalierError `spec.invalid`, or as `requireRunServices`
   */
  async prepare(
    loaded: LoadedSpec,
    options: Pick<SubmitOptions, 'noCache'> & {
      readonly signal?: AbortSignal | undefined;
      readonly retry?: RunRetry;
    },
    asked?: IdempotentRequest,
  ): Promise<Remarks & { readonly input: RunInput }> {
    const { settings, temporal, store } = this.access;
    const place = { baseDir: loaded.baseDir, store, signal: options.signal };
    const services = patiently(settings, () => requireRunServices(settings, temporal, store));
    // The pipeline's own mistakes are told first.
    services.catch(() => undefined);
    // What was planned was looked at then, and nothing of that has changed.
    const isPlanned = options.retry !== undefined && options.retry.plan !== null;
    const { issues, warnings, notes } = isPlanned
      ? nothingToSay
      : await (await this.preflightBook()).preflight(loaded.spec, place);
    if (issues.length > 0) throw specInvalid(loaded.path, loaded.locate(issues));
    await services;
    const drawn = newRunId(loaded.spec.name);
    const claim = asked === undefined ? null : await claimRun(store, asked, drawn);
    if (claim?.version !== asked?.version) throw new OtherVersionClaimed(claim?.version ?? 0);
    const runId = claim?.runId ?? drawn;
    const spec = await store.putJson(`runs/${runId}/spec.json`, {
      spec: loaded.spec,
      baseDir: loaded.baseDir,
      changes: changesOf(loaded, options),
    });
    const input = { runId, pipeline: loaded.spec.name, spec, useCache: options.noCache !== true };
    return { input, warnings, notes };
  }

  /** Loaded by who needs it, DuckDB and all: most commands start nothing. */
  private preflightBook(): Promise<PreflightBook> {
    this.#book ??= import('@espalier/features').then(({ PreflightBook }) => new PreflightBook());
    return this.#book;
  }
}
