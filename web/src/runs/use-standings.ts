/** Responsible for how each run of a list stands, as the list says: no run is asked by itself. */
import { movementOf } from '../run/run-query.js';
import { type Standing, standingOf } from '../run/standing.js';
import { useNow } from '../time/now.js';
import type { RunListing } from './runs-query.js';

const everyMs = 5_000;

/** Of a run that the list says no more of, its state alone. */
export function useStandings(): (run: RunListing) => Standing {
  const now = useNow(everyMs);
  return ({ runId, status, startedAtMs, endedAtMs, glance }) => {
    if (glance != null && glance.status === status) {
      const standing = standingOf(glance, movementOf(runId, glance, now)?.movedAtMs ?? null, now);
      return { ...standing, sinceMs: standing.sinceMs ?? endedAtMs };
    }
    return { name: status, reason: '', sinceMs: endedAtMs ?? startedAtMs };
  };
}
