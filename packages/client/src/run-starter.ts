/**
 * Responsible for starting runs: a pipeline is checked against its source, stored, and started once, however often it is asked for under one key.
 * Leaves to others: following and ending runs (espalier-client.ts).
 */
import { type ArtifactRef, type ErrorCode, EspalierError } from '@espalier/domain';
import { preflight } from '@espalier/features';
import type { Settings } from '@espalier/settings';
import { type LoadedComparison, type LoadedSpec, specInvalid } from '@espalier/spec';
import type { Store } from '@espalier/store';
import { compareGraph, type RunInput, trainGraph } from '@espalier/workflows';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { claimedRunId, claimRunId } from './claimed-run.js';
import { patiently } from './patience.js';
import { recordedRun } from './recorded-runs.js';
import type { Remarks, SubmittedRun } from './remarks.js';
import { newRunId } from './run-id.js';
import { requireRunServices } from './run-services.js';
import { startRun } from './start-run.js';
import { changesOf, requestOf, type SubmitOptions } from './submit-options.js';

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof EspalierError && error.code === code;
}

export interface StarterAccess {
  readonly settings: Settings;
  readonly temporal: Client;
  readonly store: Store;
}

export class RunStarter {
  constructor(private readonly access: StarterAccess) {}

  /** As `EspalierClient.submit`. */
  async submit(loaded: LoadedSpec, options: SubmitOptions): Promise<SubmittedRun> {
    const { settings, temporal } = this.access;
    const earlier = await this.#startedBefore(loaded, options);
    if (earlier !== null) return { runId: earlier, warnings: [], notes: [] };
    const { input, warnings, notes } = await this.prepare(loaded, options);
    const run = { ...input, graph: trainGraph, variants: {} };
    await startRun(settings, temporal, run, changesOf(loaded, options)).catch((error: unknown) => {
      if (options.idempotencyKey === undefined || !hasCode(error, 'workflow.run-exists')) throw error;
    });
    return { runId: input.runId, warnings, notes };
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
    await startRun(settings, temporal, { ...input, graph: compareGraph(plan), variants }, changes);
    return { runId: input.runId, warnings, notes };
  }

  /**
   * Checks the pipeline and stores it under a run's ID.
   * @throws EspalierError `spec.invalid`, or as `requireRunServices`
   */
  async prepare(
    loaded: LoadedSpec,
    options: SubmitOptions & { readonly signal?: AbortSignal | undefined },
  ): Promise<Remarks & { readonly input: RunInput }> {
    const { settings, temporal, store } = this.access;
    const place = { baseDir: loaded.baseDir, store, signal: options.signal };
    const services = patiently(settings, () => requireRunServices(settings, temporal, store));
    // The pipeline's own mistakes are told first.
    services.catch(() => undefined);
    const { issues, warnings, notes } = await preflight(loaded.spec, place);
    if (issues.length > 0) throw specInvalid(loaded.path, loaded.locate(issues));
    await services;
    const drawn = newRunId(loaded.spec.name);
    const { idempotencyKey: key } = options;
    const runId = key === undefined ? drawn : await claimRunId(store, key, requestOf(loaded, options), drawn);
    const spec = await store.putJson(`runs/${runId}/spec.json`, {
      spec: loaded.spec,
      baseDir: loaded.baseDir,
      changes: changesOf(loaded, options),
    });
    const input = { runId, pipeline: loaded.spec.name, spec, useCache: options.noCache !== true };
    return { input, warnings, notes };
  }

  /** The run that an earlier request of the same key has started, also where Temporal has forgotten it; null where there is none, or its start is still to come. */
  async #startedBefore(loaded: LoadedSpec, options: SubmitOptions): Promise<string | null> {
    const { settings, temporal, store } = this.access;
    const { idempotencyKey: key } = options;
    if (key === undefined) return null;
    const runId = await claimedRunId(store, key, requestOf(loaded, options));
    if (runId === null) return null;
    const isKnown = await patiently(settings, () => temporal.workflow.getHandle(runId).describe()).then(
      () => true,
      (error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      },
    );
    return isKnown || (await recordedRun(store, runId)) !== null ? runId : null;
  }
}
