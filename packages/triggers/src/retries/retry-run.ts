/** Responsible for a retry: a run with what an earlier one was started with, some of it changed, made anew from a stage on. */
import { defaultConcurrency, EspalierError, type RunGraph, type RunTrigger } from '@espalier/domain';
import { askedStages, type LoadedSpec, loadRecordedSpec } from '@espalier/spec';
import { digestOfJson, readManifest, type Store } from '@espalier/store';
import { graphOfTraining, type KeptPlan, madeAnew } from '@espalier/workflows';
import { type ClaimedRun, type IdempotentRequest, requireKey } from '../claimed-run.js';
import { PipelineBook } from '../pipelines/pipeline-book.js';
import type { SubmittedRun } from '../remarks.js';
import type { RunStarter } from '../run-starter.js';
import type { StartCheck } from '../start-check.js';
import { recordRetry, retriedRun } from './retried-run.js';
import { requireUntouched } from './retry-changes.js';

export interface RetryAsk {
  /** The stage from which on all is made anew, whatever the cache holds. */
  readonly from: string;
  /** `key=value` texts, as those of `LoadOptions`. */
  readonly sets?: readonly string[] | undefined;
  /** The same key with the same request again finds the run that the first has started. */
  readonly idempotencyKey?: string | undefined;
  /** Whose the run is, where it is whoever asks first under the key. */
  readonly owner?: string | undefined;
  /** As of `SubmitOptions`. */
  readonly trigger?: RunTrigger | undefined;
  /** Throws where the run may not be started: what it reads may not be read, or it is not the asker's. */
  readonly check?: StartCheck | undefined;
}

/**
 * @param runId of a run that there is
 * @throws EspalierError `workflow.not-retryable`; `spec.invalid` where the changes are wrong, or touch a stage before `from`; `request.invalid` for
 *   another `from` than its stages; `features.strict` where it is strict, and the plan that it takes over has warnings; `registry.unknown-pipeline` where it is of a registered pipeline that was deleted; as `RunStarter.start`
 */
export async function retryRun(
  { starter, store }: { readonly starter: RunStarter; readonly store: Store },
  runId: string,
  { from, sets = [], idempotencyKey: key, owner, check, trigger }: RetryAsk,
): Promise<SubmittedRun> {
  const request = key === undefined ? undefined : requestOf(runId, key, { from, sets });
  const asked = request === undefined || owner === undefined ? request : { ...request, owner };
  const earlier = asked === undefined ? null : await starter.startedBefore(asked);
  const recorded = async (started: SubmittedRun): Promise<SubmittedRun> => {
    const retry = { runId: started.runId, from, at: new Date().toISOString() };
    return recordRetry(store, runId, retry).then(
      () => started,
      (error: unknown) => ({
        ...started,
        warnings: [...started.warnings, unrecorded(runId, started, error)],
      }),
    );
  };
  if (earlier !== null) return recorded({ runId: earlier.runId, isNew: false, warnings: [], notes: [] });
  const { after, plan, version } = await prepareRetry(store, runId, { from, sets, check });
  const concurrency = after.spec.runs?.concurrency ?? defaultConcurrency;
  const started = await starter.start(
    after,
    { ...(version === null ? {} : { concurrency }), retry: { runId, from, plan }, trigger },
    asked,
  );
  return recorded(started);
}

/** What a retry would make anew and take over, by the IDs of instances, in the order of the graph. */
export interface RetryPreview {
  readonly anew: readonly string[];
  /** Of the rows that the run planned: from the cache, or made again where that has them no more. */
  readonly takenOver: readonly string[];
}

/** Starts nothing. @throws EspalierError as `retryRun` does before it starts one */
export async function previewRetry(
  store: Store,
  runId: string,
  ask: Pick<RetryAsk, 'from' | 'sets' | 'check'>,
): Promise<RetryPreview> {
  const { graph } = await prepareRetry(store, runId, ask);
  const anew = madeAnew(graph, ask.from);
  const ids = graph.map(({ id }) => id);
  return { anew: ids.filter((id) => anew.has(id)), takenOver: ids.filter((id) => !anew.has(id)) };
}

interface PreparedRetry {
  readonly after: LoadedSpec;
  readonly graph: RunGraph;
  /** Null where all is planned anew. */
  readonly plan: KeptPlan | null;
  /** Of the registered pipeline; null where the run was of a file. */
  readonly version: number | null;
}

async function prepareRetry(
  store: Store,
  runId: string,
  { from, sets = [], check }: Pick<RetryAsk, 'from' | 'sets' | 'check'>,
): Promise<PreparedRetry> {
  const retried = await retriedRun(store, runId);
  const { spec: before, version } = retried;
  const after = loadRecordedSpec({ ...retried, spec: retried.written }, `The retry of ${runId}`, sets);
  const graph = graphOfTraining(askedStages(after.spec));
  requireUntouched({ before, after, graph, sets }, from);
  const book = new PipelineBook(store);
  // A deleted one runs no more.
  const counting = version === null ? null : await book.find({ name: before.name, version: null });
  check?.(after, {
    unchanged: () => before,
    counting: () => (counting === null ? null : book.load(counting).spec),
  });
  const plan = from === 'plan' ? null : retried.plan;
  if (plan === null && from !== 'plan') {
    const message = `${runId} made no plan whose rows a retry from ${from} could be of: begin with that, --from plan.`;
    throw new EspalierError('workflow.not-retryable', message, { details: { runId } });
  }
  if (plan !== null) await requireStrictPlan(store, after, plan);
  return { after, graph, plan, version };
}

/** It has started, whatever is not known of it. */
function unrecorded(of: string, { runId }: SubmittedRun, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `${runId} has started, and ${of} knows nothing of it until it ends: ${why}`;
}

/** What a plan warned of was looked at when it was made; strict refuses it now. @throws EspalierError `features.strict` */
async function requireStrictPlan(store: Store, { spec }: LoadedSpec, { manifest }: KeptPlan): Promise<void> {
  if (!spec.strict) return;
  const { body } = await readManifest(store, { ...manifest, stage: 'plan' });
  const { warnings } = body;
  if (warnings.length === 0) return;
  throw new EspalierError('features.strict', `strict refuses: ${warnings.join(' ')}`, {
    details: { warnings },
  });
}

/** The run that an earlier request of the same key has started; null where there is none. */
export async function retriedByKey(
  starter: RunStarter,
  runId: string,
  { from, sets = [], idempotencyKey }: Pick<RetryAsk, 'from' | 'sets'> & { readonly idempotencyKey: string },
): Promise<ClaimedRun | null> {
  return starter.startedBefore(requestOf(runId, idempotencyKey, { from, sets }));
}

function requestOf(
  runId: string,
  key: string,
  request: { from: string; sets: readonly string[] },
): IdempotentRequest {
  requireKey(key);
  return { key: ['retry', runId, key], request: digestOfJson(request) };
}
