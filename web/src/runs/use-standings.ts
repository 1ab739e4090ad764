/** Responsible for how each run of a list stands: the list says only that it goes on, so some are asked. */
import { useQueries } from '@tanstack/react-query';
import { runQuery, standingNow } from '../run/run-query.js';
import type { Standing } from '../run/standing.js';
import { useNow } from '../time/now.js';
import type { RunListing } from './runs-query.js';

/** So many that go on are asked how they stand; others are only told to run. */
export const mostLookedAt = 20;
const everyMs = 5_000;

/** Of those that have failed most are not asked: each is one request, once. */
const mostFailed = 10;
const unchanging = Number.POSITIVE_INFINITY;

export function useStandings(runs: readonly RunListing[]): (run: RunListing) => Standing {
  const now = useNow(everyMs);
  const going = runs.filter(({ status }) => status === 'running').slice(0, mostLookedAt);
  const failed = runs.filter(({ status }) => status === 'failed').slice(0, mostFailed);
  const looks = useQueries({
    queries: [
      ...going.map(({ runId }) => ({ ...runQuery(runId), refetchInterval: everyMs as number | false })),
      ...failed.map(({ runId }) => ({ ...runQuery(runId), staleTime: unchanging })),
    ],
  });
  const known = new Map(looks.flatMap(({ data }) => (data === undefined ? [] : [[data.run.runId, data]])));
  return ({ runId, status, startedAtMs, endedAtMs }) => {
    const look = known.get(runId);
    if (look !== undefined && look.run.status === status) return standingNow(look, now);
    return { name: status, reason: '', sinceMs: endedAtMs ?? startedAtMs };
  };
}
