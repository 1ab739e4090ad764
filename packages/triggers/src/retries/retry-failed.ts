/** Responsible for retrying a run that failed from where it failed, once for each bulk retry that it is part of. Leaves to others: its turn among others (workflows). */
import { type EndedRetry, EspalierError, instanceIdOf, type RunProgress } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { recordedRun } from '../recorded-runs.js';
import type { RunStarter } from '../run-starter.js';
import { readRetries } from './retried-run.js';
import { retriedByKey, retryRun } from './retry-run.js';

/** One of all bulk retries: what one has begun no other begins again. */
const idempotencyKey = 'bulk retry';

/** The ID of the first instance that failed; `plan`, where none did. */
function failedStageOf({ stages }: Pick<RunProgress, 'stages'>): string {
  const failed = stages.find(({ status }) => status === 'failed');
  return failed === undefined ? 'plan' : instanceIdOf(failed);
}

/**
 * From where a run that has ended is retried.
 * @throws EspalierError `workflow.not-retryable` where S3 knows nothing of it
 */
export async function retryPoint(store: Store, runId: string): Promise<string> {
  const recorded = await recordedRun(store, runId);
  if (recorded !== null) return failedStageOf(recorded.progress);
  const message = `${runId} can't be retried: nothing is recorded of it.`;
  throw new EspalierError('workflow.not-retryable', message, { details: { runId } });
}

/**
 * @param id of the bulk retry @param of the run that failed
 * @returns the retry, also where an earlier attempt has started it; or why there is none
 */
export async function retryFailed(
  access: { readonly starter: RunStarter; readonly store: Store },
  id: string,
  of: string,
): Promise<{ readonly runId: string } | { readonly ended: EndedRetry }> {
  const { starter, store } = access;
  const leftOut: EndedRetry = { of, outcome: 'left-out', runId: null, problem: null };
  try {
    const asked = { from: await retryPoint(store, of), idempotencyKey };
    const begun = await retriedByKey(starter, of, asked);
    if (begun === null && (await readRetries(store, of)).length > 0) return { ended: leftOut };
    const { runId } = await retryRun(access, of, { ...asked, owner: id, trigger: 'api' });
    // Of operations that come at the same moment one has begun it.
    const owner = (await retriedByKey(starter, of, asked))?.owner;
    return owner === id ? { runId } : { ended: leftOut };
  } catch (error) {
    // Somebody has to look at it, and the others are not kept waiting.
    if (!(error instanceof EspalierError) || error.kind !== 'user') throw error;
    return { ended: { of, outcome: 'refused', runId: null, problem: error.serialize() } };
  }
}
