/** Responsible for a run as the page knows it: asked once, then followed while it goes on, and asked again for its report when it has ended. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApiProblem } from '../api/problem.js';
import { curvesQuery } from './curves-query.js';
import { followRun } from './follow-run.js';
import { type LookedAt, lookedAt, runQuery } from './run-query.js';

/** `cut` since when, and why: what is shown is as it was then. */
export type Connection =
  | { readonly name: 'none' | 'live' }
  | { readonly name: 'cut'; readonly sinceMs: number; readonly problem: ApiProblem };

export function useRun(runId: string) {
  const client = useQueryClient();
  const query = useQuery(runQuery(runId));
  const [connection, setConnection] = useState<Connection>({ name: 'none' });
  const isGoing = query.data?.run.status === 'running';
  useEffect(() => {
    if (!isGoing) return;
    const leaving = new AbortController();
    const { queryKey } = runQuery(runId);
    const followed = followRun(
      runId,
      {
        onConnected: () => setConnection({ name: 'live' }),
        onCut: (problem) =>
          setConnection((before) =>
            before.name === 'cut' ? { ...before, problem } : { name: 'cut', sinceMs: Date.now(), problem },
          ),
        onState: (state) =>
          client.setQueryData(queryKey, (before: LookedAt | undefined) =>
            before === undefined ? before : lookedAt({ ...before.run, ...state }, Date.now()),
          ),
      },
      leaving.signal,
    );
    void followed.then(() => {
      setConnection({ name: 'none' });
      if (leaving.signal.aborted) return;
      void client.invalidateQueries({ queryKey });
      void client.invalidateQueries({ queryKey: curvesQuery(runId, false).queryKey });
    });
    return () => leaving.abort();
  }, [client, isGoing, runId]);
  return { ...query, connection };
}
