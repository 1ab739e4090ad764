/** Responsible for which runs of a pipeline tell what one more will take as a whole. Pure. Leaves to others: stage by stage (plans/past-runs.ts). */
import type { RunListing } from '../run-listing.js';

/** Whose hosts' turn a run takes (`--priority`) changes nothing of what it does. */
function isOfWork(change: string): boolean {
  return /^--(?:set(?!\s+fleet\s*[.=])|sample|seeds)\b/.test(change);
}

/** Seconds of those that succeeded and did all that the pipeline's file says, and no more: neither retries, which take over what was made, nor comparisons. */
export function secondsOfWholeRuns(
  runs: readonly Pick<RunListing, 'status' | 'changes' | 'retryOf' | 'startedAtMs' | 'endedAtMs'>[],
): readonly number[] {
  return runs.flatMap(({ status, changes, retryOf, startedAtMs, endedAtMs }) => {
    const isWhole = retryOf === null && !changes.some(isOfWork);
    return status === 'succeeded' && isWhole && endedAtMs !== null ? [(endedAtMs - startedAtMs) / 1000] : [];
  });
}
