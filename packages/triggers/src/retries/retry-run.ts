/** Responsible for a retry: a run with what an earlier one was started with, some of it changed, made anew from a stage on. */
import { defaultConcurrency, EspalierError } from '@espalier/domain';
import { askedStages, type LoadedSpec, loadRecordedSpec } from '@espalier/spec';
import { digestOfJson, type Store } from '@espalier/store';
import { graphOfTraining } from '@espalier/workflows';
import { type IdempotentRequest, requireKey } from '../claimed-run.js';
import { PipelineBook } from '../pipelines/pipeline-book.js';
import type { SubmittedRun } from '../remarks.js';
import type { RunStarter } from '../run-starter.js';
import { recordRetry, retriedRun } from './retried-run.js';
import { requireUntouched } from './retry-changes.js';

export interface RetryAsk {
  /** The stage from which on all is made anew, whatever the cache holds. */
  readonly from: string;
  /** `key=value` texts, as those of `LoadOptions`. */
  readonly sets?: readonly string[] | undefined;
  /** The same key with the same request again finds the run that the first has started. */
  readonly idempotencyKey?: string | undefined;
  /** Throws where what the run reads may not be read. */
  readonly check?: (loaded: LoadedSpec) => void;
}

/**
 * @param runId of a run that there is
 * @throws EspalierError `workflow.not-retryable`; `spec.invalid` where the changes are wrong, or touch a stage before `from`; `request.invalid` for
 *   another `from` than its stages; `registry.unknown-pipeline` where it is of a registered pipeline that was deleted; as `RunStarter.start`
 */
export async function retryRun(
  { starter, store }: { readonly starter: RunStarter; readonly store: Store },
  runId: string,
  { from, sets = [], idempotencyKey: key, check }: RetryAsk,
): Promise<SubmittedRun> {
  const asked = key === undefined ? undefined : requestOf(runId, key, { from, sets });
  const earlier = asked === undefined ? null : await starter.startedBefore(asked);
  const record = (id: string) => recordRetry(store, runId, { runId: id, from, at: new Date().toISOString() });
  if (earlier !== null) {
    await record(earlier.runId);
    return { runId: earlier.runId, isNew: false, warnings: [], notes: [] };
  }
  const retried = await retriedRun(store, runId);
  const { spec: before, version } = retried;
  const after = loadRecordedSpec({ ...retried, spec: retried.written }, `The retry of ${runId}`, sets);
  const graph = graphOfTraining(askedStages(after.spec));
  requireUntouched({ before, after, graph, sets }, from);
  check?.(after);
  const plan = from === 'plan' ? null : retried.plan;
  if (plan === null && from !== 'plan') {
    const message = `${runId} made no plan whose rows a retry from ${from} could be of: begin with that, --from plan.`;
    throw new EspalierError('workflow.not-retryable', message, { details: { runId } });
  }
  // A deleted one runs no more.
  if (version !== null) await new PipelineBook(store).find({ name: before.name, version: null });
  const concurrency = after.spec.runs?.concurrency ?? defaultConcurrency;
  const started = await starter.start(
    after,
    { ...(version === null ? {} : { concurrency }), retry: { runId, from, plan } },
    asked,
  );
  await record(started.runId);
  return started;
}

function requestOf(
  runId: string,
  key: string,
  request: { from: string; sets: readonly string[] },
): IdempotentRequest {
  requireKey(key);
  return { key: ['retry', runId, key], request: digestOfJson(request) };
}
